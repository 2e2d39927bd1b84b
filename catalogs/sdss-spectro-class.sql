-- Spectroscopic classes around one SDSS field: the surest labels, for bright sources only.
-- Change the box to your field; quasars are point sources and are left out rather than called stars.
SELECT s.specObjID AS id, s.ra, s.dec, s.class
FROM SpecObj AS s
WHERE s.ra BETWEEN 229.30 AND 229.62 AND s.dec BETWEEN 42.68 AND 42.85
  AND s.class IN ('STAR', 'GALAXY') AND s.zWarning = 0
