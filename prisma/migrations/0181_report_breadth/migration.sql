-- A link may open the reports of several pacts. What frameworks a clause answers to stands beside the pact: the document is
-- what was promised and hashed, a reference is the author's remark on it.
ALTER TABLE "report" ADD COLUMN "also" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "clause_control" (
  "organisation_id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "clause" TEXT NOT NULL,
  "place" INTEGER NOT NULL,
  "framework" TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  CONSTRAINT "clause_control_pkey" PRIMARY KEY ("organisation_id", "pact", "clause", "place")
);
CREATE UNIQUE INDEX "clause_control_once" ON "clause_control" ("organisation_id", "pact", "clause", "framework", "reference");
ALTER TABLE "clause_control" ADD CONSTRAINT "clause_control_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT surety_wall('clause_control');
