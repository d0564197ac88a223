-- How long a node's decisions took, in buckets (lib/domain/latency.ts): told with each beat, so that any node can say it of all.
ALTER TABLE "node" ADD COLUMN "decided" BIGINT[] NOT NULL DEFAULT '{}';
