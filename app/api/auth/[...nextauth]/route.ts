import { handlers } from "@/lib/border/auth";

export const { GET, POST } = handlers;
