-- The drift-to-control clock stops when no node is left that may still decide on a revision before the one that lowered.
ALTER TABLE "drift" ADD COLUMN "enforced_at" TIMESTAMPTZ(3);
CREATE INDEX "drift_unenforced" ON "drift" ("organisation_id") WHERE enforced_at IS NULL AND enforced_revision > 0;
ALTER TABLE "node" ADD COLUMN "host" TEXT, ADD COLUMN "pid" INTEGER;
