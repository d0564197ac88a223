import { afterAll, beforeAll } from "vitest";
import "./contract/answers";
import "./contract/decisions";
import "./contract/documented";
import "./contract/evidence";
import "./contract/pacts";
import "./contract/people";
import { open, surety } from "./contract/stage";

// CONTRACT.md 4 from outside, row by row, on one server.
beforeAll(open);
afterAll(() => surety?.stop());
