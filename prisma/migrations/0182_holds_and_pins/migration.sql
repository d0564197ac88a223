-- While a legal hold is in force nothing of an organisation is pruned or erased.
CREATE TABLE "legal_hold" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL,
  "placed_by" JSONB NOT NULL,
  "released_at" TIMESTAMPTZ(3),
  "released_by" JSONB,
  "release_reason" TEXT,
  CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "legal_hold_released" CHECK ((released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (release_reason IS NULL))
);
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('legal_hold');

-- An erasure that no verb looked at meets the hold here.
CREATE FUNCTION surety_hold_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM legal_hold h WHERE h.organisation_id = OLD.organisation_id AND h.released_at IS NULL) THEN
    RAISE EXCEPTION 'SY010 a legal hold is in force' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_held BEFORE UPDATE ON "ledger_entry" FOR EACH ROW
  WHEN (OLD.salt IS NOT NULL AND NEW.salt IS NULL) EXECUTE FUNCTION surety_hold_ledger();

-- What the domain name system said of the log's key, when it was last asked.
CREATE TABLE "key_pin_check" (
  "organisation_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "found" TEXT NOT NULL,
  "detail" TEXT,
  "checked_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "key_pin_check_pkey" PRIMARY KEY ("organisation_id"),
  CONSTRAINT "key_pin_check_found" CHECK (found IN ('matches', 'differs', 'not_found', 'failed'))
);
ALTER TABLE "key_pin_check" ADD CONSTRAINT "key_pin_check_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('key_pin_check');

-- A counterparty's signature over the log's key, by a key of its own that was registered as an issuer's.
CREATE TABLE "key_countersign" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "issuer" TEXT NOT NULL,
  "key_id" TEXT NOT NULL,
  "log_key" TEXT NOT NULL,
  "envelope" JSONB NOT NULL,
  "report" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "key_countersign_pkey" PRIMARY KEY ("organisation_id", "id")
);
CREATE UNIQUE INDEX "key_countersign_once" ON "key_countersign" ("organisation_id", "issuer", "key_id", "log_key");
ALTER TABLE "key_countersign" ADD CONSTRAINT "key_countersign_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER key_countersign_append_only BEFORE UPDATE OR DELETE ON "key_countersign" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('key_countersign');
