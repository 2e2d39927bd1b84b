-- Photometric star/galaxy classes of the primary sources of one SDSS field (type 6 star, 3 galaxy).
-- The photometric class IS the PSF-minus-model cut that galaxy-aep prints as a baseline: fainter than
-- r = 21.5 it is no truth, only another opinion.
SELECT p.objID AS id, p.ra, p.dec,
       CASE p.type WHEN 6 THEN 'STAR' WHEN 3 THEN 'GALAXY' END AS class,
       p.psfMag_r AS mag
FROM PhotoPrimary AS p
WHERE p.run = 3918 AND p.camcol = 3 AND p.field = 213
  AND p.type IN (3, 6)
