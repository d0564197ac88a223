-- How badly one check failed, where that is measured and not just passed or failed: the monitor steps by it.
ALTER TABLE "evidence" ADD COLUMN "loss" DOUBLE PRECISION;
ALTER TABLE "evidence" ADD CONSTRAINT evidence_loss CHECK (loss IS NULL OR (loss >= 0 AND loss <= 1 AND passed + failed = 1));
