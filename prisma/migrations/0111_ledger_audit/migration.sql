-- What walking the whole ledger found last.
ALTER TABLE "ledger_head" ADD COLUMN "audited_at" TIMESTAMPTZ(3), ADD COLUMN "audited_size" BIGINT, ADD COLUMN "audit_problem" TEXT;
