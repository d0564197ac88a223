import fc from "fast-check";

/**
 * Properties run over the same cases every time, so that a change passes or fails by itself; `FC_SEED=1 npm test -- unit`
 * looks elsewhere, and what it finds becomes a case with a name.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_123) });
