-- The ledger as outsiders read it: full tiles, the newest signed head, the keys that signed it, and who else vouches for it.
ALTER TABLE "ledger_head" ADD COLUMN "tiles" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "ledger_tile" (
  "organisation_id" TEXT NOT NULL,
  "level" INTEGER NOT NULL,
  "index" INTEGER NOT NULL,
  "hashes" BYTEA NOT NULL,
  "root" BYTEA NOT NULL,
  CONSTRAINT "ledger_tile_pkey" PRIMARY KEY ("organisation_id", "level", "index"),
  CONSTRAINT "ledger_tile_full" CHECK (length(hashes) = 8192 AND length(root) = 32)
);
-- Hashes do not compress: trying to costs time.
ALTER TABLE "ledger_tile" ALTER COLUMN "hashes" SET STORAGE EXTERNAL;
ALTER TABLE "ledger_tile" ADD CONSTRAINT "ledger_tile_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER ledger_tile_append_only BEFORE UPDATE OR DELETE ON "ledger_tile" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('ledger_tile');

CREATE TABLE "ledger_checkpoint" (
  "organisation_id" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "root" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "signed_at" TIMESTAMPTZ(3) NOT NULL,
  "refused" TEXT,
  CONSTRAINT "ledger_checkpoint_pkey" PRIMARY KEY ("organisation_id")
);
ALTER TABLE "ledger_checkpoint" ADD CONSTRAINT "ledger_checkpoint_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Two nodes may sign; what is signed only ever grows, and a size has one root.
CREATE FUNCTION surety_checkpoint_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) THEN
    RAISE EXCEPTION 'a checkpoint never goes back' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checkpoint_guard BEFORE UPDATE OR DELETE ON "ledger_checkpoint" FOR EACH ROW EXECUTE FUNCTION surety_checkpoint_guard();
SELECT surety_wall('ledger_checkpoint');

CREATE TABLE "ledger_key" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "public_key" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "seq" BIGSERIAL NOT NULL,
  CONSTRAINT "ledger_key_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "ledger_key_ed25519" CHECK (length(public_key) = 32)
);
ALTER TABLE "ledger_key" ADD CONSTRAINT "ledger_key_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER ledger_key_append_only BEFORE UPDATE OR DELETE ON "ledger_key" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('ledger_key');
GRANT USAGE ON SEQUENCE ledger_key_seq_seq TO surety_app, surety_system;

CREATE TABLE "ledger_witness" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "added_at" TIMESTAMPTZ(3) NOT NULL,
  "size" BIGINT NOT NULL DEFAULT 0,
  "note" TEXT,
  "cosigned_at" TIMESTAMPTZ(3),
  "problem" TEXT,
  CONSTRAINT "ledger_witness_pkey" PRIMARY KEY ("organisation_id", "id")
);
CREATE UNIQUE INDEX "ledger_witness_organisation_id_name_key" ON "ledger_witness" ("organisation_id", "name");
ALTER TABLE "ledger_witness" ADD CONSTRAINT "ledger_witness_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('ledger_witness');

-- Who and what about may be taken from an entry only together with its facts and their salt: when it is erased.
CREATE OR REPLACE FUNCTION surety_ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'SY010';
  END IF;
  -- Numbered once; erasing takes payload and salt, never the leaf.
  IF NEW.leaf <> OLD.leaf OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at OR (OLD.index IS NOT NULL AND NEW.index IS DISTINCT FROM OLD.index)
    OR (NEW.payload IS NOT NULL AND NEW.payload IS DISTINCT FROM OLD.payload) OR (NEW.salt IS NOT NULL AND NEW.salt IS DISTINCT FROM OLD.salt)
    OR ((NEW.subject <> OLD.subject OR NEW.actor <> OLD.actor) AND NOT (NEW.payload IS NULL AND NEW.salt IS NULL)) THEN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
