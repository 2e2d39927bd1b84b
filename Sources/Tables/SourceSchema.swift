/// Every column that a table of sources may have. Nothing else in the program spells a column's name;
/// `scripts/whiteboard` looks.
extension SourceColumn {
  // MARK: Which source it is, and where

  package static let id = SourceColumn("ID", .text, ucd: "meta.id;meta.main", "Name of the source")
  package static let field = SourceColumn("FIELD", .text, ucd: "meta.id;obs.field", "Survey field")
  package static let ra = SourceColumn(
    "RA", .real, unit: "deg", ucd: "pos.eq.ra;meta.main", "Right ascension, ICRS")
  package static let dec = SourceColumn(
    "DEC", .real, unit: "deg", ucd: "pos.eq.dec;meta.main", "Declination, ICRS")
  package static let magnitude = SourceColumn(
    "MAG", .real, unit: "mag", ucd: "phot.mag;em.opt.R",
    "Magnitude in the reference band, measured on the frame")
  package static let flags = SourceColumn(
    "FLAGS", .whole, ucd: "meta.code", "Flags of the cutout, see the cutout set")
  package static let edge = SourceColumn(
    "EDGE", .real, ucd: "stat.fit.param",
    "Share of the cutout's pixels that lie outside the frame or are no numbers")

  package static let originalRA = SourceColumn(
    "ORIGINAL_RA", .real, unit: "deg", ucd: "pos.eq.ra",
    "Right ascension of the star whose copy an artificial star is, ICRS")
  package static let originalDec = SourceColumn(
    "ORIGINAL_DEC", .real, unit: "deg", ucd: "pos.eq.dec",
    "Declination of the star whose copy an artificial star is, ICRS")

  /// Files count pixels from 1.
  package static let x = SourceColumn(
    "X", .real, unit: "pixel", ucd: "pos.cartesian.x;instr.det",
    "Column in the reference band's frame, first pixel's centre is 1")
  package static let y = SourceColumn(
    "Y", .real, unit: "pixel", ucd: "pos.cartesian.y;instr.det",
    "Row in the reference band's frame, first pixel's centre is 1")
  package static let halfLightArcseconds = SourceColumn(
    "HALFLIGHT_ARCSEC", .real, unit: "arcsec", ucd: "phys.angSize;src",
    "Radius that holds half of the flux when found, reference band")

  /// MAG_u, MAG_g, …
  package static func magnitude(in band: String) -> SourceColumn {
    SourceColumn(
      "MAG_\(band)", .real, unit: "mag", ucd: "phot.mag",
      "Magnitude in band \(band), in the aperture of the reference band")
  }

  /// MAGERR_u, MAGERR_g, …
  static func magnitudeError(in band: String) -> SourceColumn {
    SourceColumn(
      "MAGERR_\(band)", .real, unit: "mag", ucd: "stat.error;phot.mag",
      "Standard deviation of MAG_\(band)")
  }

  /// FLUX_u, FLUX_g, …
  static func flux(in band: String, unit: String) -> SourceColumn {
    SourceColumn(
      "FLUX_\(band)", .real, unit: unit.isEmpty ? nil : unit, ucd: "phot.flux",
      "Flux in band \(band), in the aperture of the reference band")
  }

  /// FLUXERR_u, FLUXERR_g, …
  static func fluxError(in band: String, unit: String) -> SourceColumn {
    SourceColumn(
      "FLUXERR_\(band)", .real, unit: unit.isEmpty ? nil : unit, ucd: "stat.error;phot.flux",
      "Standard deviation of FLUX_\(band)")
  }

  // MARK: What is measured on its pixels without a label

  package static let concentration = SourceColumn(
    "CONCENTRATION", .real, ucd: "phot.flux;arith.ratio",
    "ln of the flux within 1.6 pixels over that within 4.1, reference band")
  package static let halfLightRadius = SourceColumn(
    "R50", .real, unit: "pixel", ucd: "phys.angSize;src",
    "Radius of half of the light, reference band")
  package static let psfMinusModel = SourceColumn(
    "PSF_MINUS_MODEL", .real, unit: "mag", ucd: "phot.mag;arith.diff",
    "Magnitude of a point minus that of the best exponential galaxy")
  package static let templates = SourceColumn(
    "TEMPLATE_CHI2", .real, ucd: "stat.fit.chi2;arith.diff",
    "chi2 of the best galaxy minus that of a point, all bands, softened")
  package static let compactness = SourceColumn(
    "COMPACTNESS", .real, ucd: "src.morph.param",
    "Gaussian flux ratio over that of the field's stars, g+r+i")
  package static let compactnessError = SourceColumn(
    "COMPACTNESS_ERR", .real, ucd: "stat.error;src.morph.param", "Standard error of COMPACTNESS")
  package static let stackMagnitude = SourceColumn(
    "MAG_STACK", .real, unit: "mag", ucd: "phot.mag", "Magnitude in the g+r+i stack")
  package static let saturated = SourceColumn(
    "SATURATED", .flag, ucd: "meta.code",
    "Whether some bands are saturated, and COMPACTNESS is that of the others")
  package static let sharp = SourceColumn(
    "SHARP", .flag, ucd: "meta.code",
    "Whether it is sharper than any star: a cosmic ray or a bad pixel")

  // MARK: What the program makes of it

  package static let code = SourceColumn("CODE", .vector, ucd: "stat.param", "Latent code")
  package static let cluster = SourceColumn(
    "CLUSTER", .whole, ucd: "meta.id.part", "Cluster in the first run, from 0")
  package static let pClusters = star(
    "P_CLUSTERS", "Probability of being a star by the clusters of codes alone")
  package static let pJoined = star(
    "P_JOINED", "Probability of being a star by clusters and template fit together")
  package static let pTeacher = star(
    "P_TEACHER", "Probability of being a star that was learned from")
  package static let pStar = star("P_STAR", "Probability of being a star, found without labels")
  package static let likeliestClass = SourceColumn(
    "CLASS", .text, ucd: "src.class", "Likeliest class, learned from labels")
  package static let pClass = SourceColumn(
    "P_CLASS", .real, ucd: "stat.probability;src.class", "Its probability")

  package static let codeDistance = SourceColumn(
    "CODE_DISTANCE", .real, ucd: "stat.value",
    "Distance in whitened code space from the source that was asked for")
  package static let loneliness = SourceColumn(
    "LONELINESS", .real, ucd: "stat.value",
    "Distance of the tenth nearest source in whitened code space")
  package static let oddity = SourceColumn(
    "ODDITY", .text, ucd: "meta.note",
    "What is known to make it look unusual; odd: nothing that is known")

  private static func star(_ name: String, _ description: String) -> SourceColumn {
    SourceColumn(name, .real, ucd: "stat.probability;src.class.starGalaxy", description)
  }
}
