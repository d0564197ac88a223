-- People ask for new evidence too, of clauses with a webhook or without one (then `url` is empty, and the owner is told).
ALTER TABLE "reverification" ADD COLUMN "asked_by" JSONB;
ALTER TABLE "reverification" DROP CONSTRAINT "reverification_reason";
ALTER TABLE "reverification" ADD CONSTRAINT "reverification_reason" CHECK (
  (reason IN ('expiring', 'drift') AND asked_by IS NULL AND url <> '') OR (reason = 'asked' AND asked_by IS NOT NULL)
);
