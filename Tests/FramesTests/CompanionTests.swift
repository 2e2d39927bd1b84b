import FITS
import Foundation
import Frames
import Testing

/// Uncertainties and masks that go with an image though their names are not like its own.
@Suite struct CompanionTests {
  /// astropy's CCDData says in UTYPE what its UNCERT is: https://docs.astropy.org/en/stable/nddata/ccddata.html
  @Test(arguments: [
    ("StdDevUncertainty", "sigma"), ("VarianceUncertainty", "variance"),
    ("InverseVariance", "inverse variance"),
  ])
  func ccdData(kind: String, role: String) throws {
    let told = try explain([
      File(
        name: "a_g.fits",
        units: [("", [:]), ("MASK", [:]), ("UNCERT", ["UTYPE": .string(kind)])])
    ])
    #expect(roles(told) == ["light g", "mask g", "\(role) g"])
    #expect(told.fields[0].planes[0].count == 3)
  }

  /// https://www.eso.org/sci/observing/phase3/p3sdpstd.pdf : HDUCLAS2 and HDUCLAS3, whatever the extension is called.
  @Test func esoErrors() throws {
    let told = try explain([
      File(
        name: "a_g.fits",
        units: [
          nil, ("DATA", ["HDUCLAS2": "DATA"]), ("STAT", ["HDUCLAS2": "ERROR", "HDUCLAS3": "MSE"]),
          ("BADPIX", ["HDUCLAS2": "QUALITY"]),
        ])
    ])
    #expect(roles(told) == ["light g", "variance g", "mask g"])
    #expect(told.fields[0].planes[0].count == 3 && told.unused.isEmpty)
  }

  /// An extension of another name is not given to one of two images.
  @Test func ofTwoImagesNoneTakesAStranger() throws {
    let told = try explain([
      File(
        name: "a_g.fits",
        units: [nil, ("N4", [:]), ("S5", [:]), ("STAT", ["HDUCLAS2": "ERROR"])])
    ])
    #expect(told.fields.allSatisfy { $0.planes[0].count == 1 } && told.unused.count == 1)
  }

  /// THELI's coadd.flag.fits tells no band.
  @Test func masksOfNoBand() throws {
    let files = ["g", "r"].flatMap { band in
      [
        File(name: "coadd_\(band)/coadd.fits", units: [("", ["FILTER": .string(band)])]),
        File(name: "coadd_\(band)/coadd.flag.fits", units: [("", [:])]),
      ]
    }
    let told = try explain(files)
    #expect(told.fields.map(\.id) == ["coadd"] && told.unused.isEmpty)
    #expect(told.fields[0].planes.allSatisfy { $0.count == 2 })
  }

  /// What the primary header says of the whole file.
  @Test func productTypes() throws {
    let files = [("x1", "image"), ("x2", "dqmask"), ("x3", "expmap")].map { name, kind in
      File(
        name: "\(name)_g.fits",
        units: [("", ["NOPIXELS": true, "PRODTYPE": .string(kind)]), ("", [:])])
    }
    #expect(roles(try explain(files)) == ["light g", "mask g", "weight g"])
  }

  @Test func calibrationFramesAreNoLight() throws {
    let told = try explain([
      File(name: "a_r.fits", units: [("", [:])]),
      File(name: "b.fits", units: [("", ["OBSTYPE": "flat", "FILTER": "r"])]),
      File(name: "c.fits", units: [("", ["IMAGETYP": "Dark Frame"])]),
    ])
    #expect(told.planes.map(\.role) == ["light", "not light", "not light"])
    #expect(told.fields.map(\.id) == ["a"])
  }

  @Test func theSamePixelsTwiceAreTold() throws {
    let told = try explain(
      ["img_g_osi", "img_g_osw"].map { File(name: "\($0).fits", units: [("", [:])]) })
    #expect(told.doubts.count == 1)
    #expect(
      told.doubts[0].hasPrefix("fields osi and osw show the same pixels of band g (")
        && told.doubts[0].hasSuffix(
          "; if one of them is no light, say so in a survey file (--survey)")
    )
    let apart = try explain([
      File(name: "a1_g.fits", units: [("", [:])]),
      File(name: "a2_g.fits", units: [("", ["CRVAL1": 151.0])]),
    ])
    #expect(apart.doubts.isEmpty)
  }

  @Test func anotherSurveysFilesBesideSDSSFramesAreTold() throws {
    let names = ["frame-g-003918-3-0213", "DES0235+0126_r4575p01_g", "photoObj-003918-3-0213"]
    let told = try ExplainedFiles.explain(
      names.map { File(name: "all/\($0).fits", units: [("", [:])]) }, folder: "all")
    #expect(told.planes.map(\.survey) == ["sdss"])
    #expect(
      told.unused.map { $0[1] } == [
        "it is of another survey than the SDSS frames in its folder; give such files by name"
      ])
  }

  /// Siril's colour pictures.
  @Test func colourPictures() throws {
    var header = Header()
    for (keyword, value) in [("CTYPE1", "RA---TAN"), ("CTYPE2", "DEC--TAN"), ("CTYPE3", "RGB")] {
      header.set(keyword, .string(value))
    }
    var document = FITSDocument()
    document.add(Image(shape: [3, 2, 2], pixels: [Float](repeating: 1, count: 12)), header: header)
    let inventory = try ExplainedFiles.inventory(of: document)
    #expect(Set(inventory.bands) == ["R", "G", "B"])
  }
}
