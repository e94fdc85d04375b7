-- The API takes and answers 7 to 365 from now on. Rows from before may hold anything.
UPDATE "Server" SET "drillEveryDays" = LEAST(GREATEST("drillEveryDays", 7), 365)
WHERE "drillEveryDays" NOT BETWEEN 7 AND 365;
