-- Clauses whose evidence an approver carries over from the version before, where only the wording changed: part of the
-- approval, so bound to its hash and void with it.
ALTER TABLE "pact_approval" ADD COLUMN "carried" TEXT[] DEFAULT ARRAY[]::TEXT[];
