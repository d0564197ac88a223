-- Slack's incoming webhooks: told by the same deliveries, unsigned, their address kept like a secret.
ALTER TABLE "webhook" DROP CONSTRAINT "webhook_format",
  ADD CONSTRAINT "webhook_format" CHECK (format IN ('standard', 'cloudevents', 'slack'));
