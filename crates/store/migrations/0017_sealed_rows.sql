-- Bodies of notifications and deliveries that are sealed: the plain columns are
-- empty then. `sealed_under` is the id of the master key.
ALTER TABLE notification ADD COLUMN sealed {bytes};
ALTER TABLE notification ADD COLUMN sealed_under TEXT;
CREATE INDEX notification_sealed ON notification (sealed_under) WHERE sealed_under IS NOT NULL;

ALTER TABLE delivery ADD COLUMN sealed {bytes};
ALTER TABLE delivery ADD COLUMN sealed_under TEXT;
CREATE INDEX delivery_sealed ON delivery (sealed_under) WHERE sealed_under IS NOT NULL;
