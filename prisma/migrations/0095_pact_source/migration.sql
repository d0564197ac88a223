-- The YAML that a version was written as, comments and all: what a pull gives back, byte for byte.
ALTER TABLE "pact_version" ADD COLUMN "source" TEXT;
