internal import FITS
internal import Surveys

/// What every plane of every file is taken for, by which rule, and what becomes of it: what `ingest --explain` tells.
public struct FrameExplanation: Sendable, Encodable {
  public struct Plane: Sendable, Encodable {
    public let file: String
    /// The unit (HDU), from 0; nil for the first image.
    public let unit: Int?
    public let slice: Int?
    public let extname: String?
    public let survey: String
    /// "light", "mask", "inverse variance", …
    public let role: String
    public let band: String?
    /// The rule that says so.
    public let rule: String
    /// How its light is calibrated; nil for what is no light.
    public let calibration: String?
  }

  public struct Field: Sendable, Encodable {
    public let id: String
    public let bands: [String]
    /// The planes of every band: its image, then what goes with it.
    public let planes: [[String]]
  }

  public private(set) var planes: [Plane] = []
  public private(set) var fields: [Field] = []
  /// What has no part in a field, and why.
  public private(set) var unused: [[String]] = []
  /// Why no fields could be made, or some could not.
  public private(set) var problems: [String] = []
  /// What should be looked at though it can be ingested.
  public private(set) var doubts: [String] = []

  public init(of inventory: FrameInventory, bands: [String], reference: String) {
    for plane in inventory.planes { planes.append(Plane(plane)) }
    var made: [FieldFiles] = []
    do {
      var problems: [String] = []
      made = try inventory.fields(bands: bands, reference: reference) {
        problems.append("\($0): \($1)")
      }
      self.problems = problems
    } catch {
      problems.append("\(error)")
    }
    fields = made.map { field in
      Field(
        id: field.id, bands: field.bands,
        planes: field.planes.map { planes in
          [planes.image, planes.weight, planes.mask].compactMap { $0?.description }
        })
    }
    doubts = inventory.samePixels(in: made)
    unused =
      inventory.unused(in: made, bands: bands).map { [$0.name, $0.reason] }
      + inventory.unreadable.map { [$0.path, $0.reason] }
  }
}

extension FrameExplanation.Plane {
  fileprivate init(_ plane: FoundPlane) {
    file = plane.address.path
    (unit, slice, extname) = (plane.address.unit, plane.address.slice, plane.title)
    (survey, role, band, rule) = (plane.survey.name, plane.role.name, plane.band, plane.rule)
    calibration = plane.role == .image ? Self.calibration(of: plane) : nil
  }

  private static func calibration(of plane: FoundPlane) -> String {
    do {
      let file = try FITSFile(reading: plane.address.path)
      guard let unit = try plane.address.unit ?? Frame.firstPlane(of: file) else {
        return "no image"
      }
      let light = try PixelCalibration(
        HeaderPair(of: file, unit: unit), band: plane.band, survey: plane.survey,
        generic: SurveyLibrary().generic, path: plane.address.path)
      return light.source + (light.asinh == nil ? "" : ", asinh-scaled")
    } catch {
      return "\(error)"
    }
  }
}

extension FrameExplanation: CustomStringConvertible {
  /// A table of the planes, the fields, and what is left out.
  public var description: String {
    var lines: [String] = []
    var file = ""
    for plane in planes {
      if plane.file != file {
        lines.append("\(plane.file)  (survey \(plane.survey))")
        file = plane.file
      }
      let place = [
        plane.unit.map { "unit \($0)" } ?? "first image", plane.slice.map { "slice \($0 + 1)" },
        plane.extname,
      ].compactMap { $0 }.joined(separator: " ")
      let what = [
        plane.role, plane.band.map { "of band \($0)" }, plane.calibration.map { "with \($0)" },
      ]
      .compactMap { $0 }.joined(separator: " ")
      lines.append("  \(place): \(what)  [\(plane.rule)]")
    }
    if !fields.isEmpty { lines.append("") }
    for field in fields {
      lines.append("field \(field.id)")
      for (band, planes) in zip(field.bands, field.planes) {
        lines.append("  \(band): \(planes.joined(separator: " + "))")
      }
    }
    if !unused.isEmpty { lines += ["", "left out"] + unused.map { "  \($0[0]): \($0[1])" } }
    if !doubts.isEmpty { lines += ["", "to be looked at"] + doubts.map { "  \($0)" } }
    if !problems.isEmpty {
      lines += ["", "cannot be ingested as it is"] + problems.map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
