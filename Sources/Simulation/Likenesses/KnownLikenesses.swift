extension SurveyLikeness {
  public static let all = [sdss, des, hsc, ztf, ps1, legacy, kids]

  /// Single exposures in drift scan: https://data.sdss.org/datamodel, file `frame`.
  public static let sdss = SurveyLikeness(
    "sdss", "SDSS corrected frames", pixelScale: 0.396, height: 1489, seeing: 0.8...1.5,
    cameras: SimulatedCamera.all, magnitudes: 13.5...23.5, depth: 22.5, isStack: false,
    files: SDSSFrames())

  /// Coadded tiles of the Dark Energy Survey, zero point 30 (Abbott et al. 2021, ApJS 255, 20, with
  /// tables of seeing and depth; Morganson et al. 2018, PASP 130, 074501, for the files). Real tiles
  /// are 10,000 pixels wide.
  public static let des = SurveyLikeness(
    "des", "DES coadded tiles", pixelScale: 0.263, seeing: 0.82...1.1,
    cameras: stack(
      zeroPoint: 30, scale: 0.263, reference: 0.95,
      [
        .init("g", 25.5, seeing: 1.11, full: 15.5, gain: 50),
        .init("r", 25.35, seeing: 0.95, full: 15.5, gain: 57),
        .init("i", 24.85, seeing: 0.88, full: 15.4, gain: 57),
        .init("z", 24.2, seeing: 0.83, full: 14.8, gain: 50),
      ]),
    magnitudes: 14...26, depth: 25.35, isStack: true, files: DESTiles())

  /// Coadds of the HSC-SSP wide layer as the LSST pipelines write them, zero point 27 (Aihara et al.
  /// 2022, PASJ 74, 247; Bosch et al. 2018, PASJ 70, S5). Real patches are 4,200 pixels wide.
  public static let hsc = SurveyLikeness(
    "hsc", "HSC coadded patches", pixelScale: 0.168, seeing: 0.6...0.9,
    cameras: stack(
      zeroPoint: 27, scale: 0.168, reference: 0.75,
      [
        .init("g", 26.5, seeing: 0.79, full: 17.6, gain: 900),
        .init("r", 26.5, seeing: 0.75, full: 17.6, gain: 1260),
        .init("i", 26.2, seeing: 0.61, full: 18.1, gain: 2300),
        .init("z", 25.2, seeing: 0.68, full: 17.3, gain: 1200),
        .init("y", 24.4, seeing: 0.68, full: 16.5, gain: 570),
      ]),
    magnitudes: 16...27, depth: 26.5, isStack: true, files: LSSTCoadds())

  /// Single exposures of 30 seconds with their sky in them (Bellm et al. 2019, PASP 131, 018002; Masci
  /// et al. 2019, PASP 131, 018003, and the ZSDS explanatory supplement for the files). Real quadrants
  /// are 3,072 pixels wide.
  public static let ztf = SurveyLikeness(
    "ztf", "ZTF science images", pixelScale: 1.012, width: 1536, height: 1536, seeing: 1.7...2.5,
    cameras: [
      SimulatedCamera(
        exposure: .init("g", 20.8, seeing: 2.1, full: 12.8, gain: 6.2), zeroPoint: 26.3,
        scale: 1.012, reference: 2.0, shift: 6),
      SimulatedCamera(
        exposure: .init("r", 20.6, seeing: 2.0, full: 12.6, gain: 6.2), zeroPoint: 26.3,
        scale: 1.012, reference: 2.0, shift: 0),
      SimulatedCamera(
        exposure: .init("i", 19.9, seeing: 2.1, full: 12.2, gain: 6.2), zeroPoint: 25.7,
        scale: 1.012, reference: 2.0, shift: -5),
    ],
    magnitudes: 12...22, depth: 20.6, isStack: false, files: ZTFImages())

  /// Stacks of the 3π survey: asinh-scaled pixels, zero point 25 for a second (Chambers et al. 2016,
  /// arXiv:1612.05560; Waters et al. 2020, ApJS 251, 4). Real skycells are 6,240 pixels wide.
  public static let ps1 = SurveyLikeness(
    "ps1", "Pan-STARRS1 3π stacks", pixelScale: 0.25, seeing: 1.05...1.4,
    cameras: PS1Stacks.exposures.flatMap { exposure in
      stack(
        zeroPoint: PS1Stacks.zeroPoint(of: exposure.band), scale: 0.25, reference: 1.19,
        [exposure])
    },
    magnitudes: 13.5...24.2, depth: 23.2, isStack: true, files: PS1Stacks())

  /// Coadds of the DECam Legacy Survey in nanomaggies, one folder a brick (Dey et al. 2019, AJ 157,
  /// 168; https://www.legacysurvey.org/dr9/files). Real bricks are 3,600 pixels wide.
  public static let legacy = SurveyLikeness(
    "legacy", "Legacy Survey bricks", pixelScale: 0.262, seeing: 1.0...1.4,
    cameras: stack(
      zeroPoint: 22.5, scale: 0.262, reference: 1.18,
      [
        .init("g", 24.8, seeing: 1.29, full: 15.8, gain: 12_000),
        .init("r", 24.2, seeing: 1.18, full: 15.6, gain: 12_600),
        .init("z", 23.3, seeing: 1.11, full: 14.6, gain: 14_000),
      ]),
    magnitudes: 14...25.2, depth: 24.2, isStack: true, files: LegacyBricks())

  /// Coadded tiles of the Kilo-Degree Survey, in which magnitude 0 has flux 1 (Kuijken et al. 2019,
  /// A&A 625, A2). Real tiles are some 18,500 pixels wide.
  public static let kids = SurveyLikeness(
    "kids", "KiDS coadded tiles", pixelScale: 0.2, seeing: 0.6...0.85,
    cameras: stack(
      zeroPoint: 0, scale: 0.2, reference: 0.7,
      [
        .init("u", 24.4, seeing: 1.0, full: 15, gain: 1.2e13),
        .init("g", 25.45, seeing: 0.88, full: 16, gain: 3.3e13),
        .init("r", 25.6, seeing: 0.7, full: 16.3, gain: 5.4e13),
        .init("i", 24.1, seeing: 0.81, full: 15.4, gain: 2.4e13),
      ]),
    magnitudes: 14.5...26, depth: 25.6, isStack: true, files: KiDSTiles())

  private static func stack(
    zeroPoint: Double, scale: Double, reference: Double, _ exposures: [SimulatedCamera.Exposure]
  ) -> [SimulatedCamera] {
    exposures.map {
      SimulatedCamera(
        exposure: $0, zeroPoint: zeroPoint, scale: scale, reference: reference, shift: 0,
        isStack: true)
    }
  }
}
