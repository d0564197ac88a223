-- A draft counts how often its content was saved.
ALTER TABLE "pact_version" ADD COLUMN "edits" INTEGER NOT NULL DEFAULT 1;
