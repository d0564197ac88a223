/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // `npm test` runs the type checker; a start does not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // What keeps connections, threads or native code stays one copy outside Next's bundles.
  serverExternalPackages: ["pg", "pg-boss", "@prisma/client", "@prisma/adapter-pg", "pino", "prom-client"],
  turbopack: { root: import.meta.dirname },
};
