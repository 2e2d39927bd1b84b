internal import Frames

/// What is remarked of frames, told once: of the first field that shows it, and at the end of how many more.
struct RemarkTally {
  private var fields: [FrameRemark.Kind: Int] = [:]

  /// The sentences that are new with a field.
  mutating func add(_ remarks: [(band: String, remark: FrameRemark)], field: String) -> [String] {
    FrameRemark.Kind.allCases.compactMap { kind in
      let own = remarks.filter { $0.remark.kind == kind }
      guard !own.isEmpty else { return nil }
      fields[kind, default: 0] += 1
      return fields[kind] == 1 ? FrameRemark.sentence(kind, of: own, field: field) : nil
    }
  }

  /// How many fields more there are of each kind.
  var rest: [String] {
    FrameRemark.Kind.allCases.compactMap { kind in
      guard let count = fields[kind], count > 1 else { return nil }
      let what =
        switch kind {
        case .noZeroPoint: "no zero point is known"
        case .vegaZeroPoint: "zero points are those of Vega's magnitudes"
        case .systemUnstated: "zero points may be those of Vega's magnitudes"
        case .zeroPointsDisagree: "headers hold several zero points"
        case .zeroPointImplausible: "the noise has a magnitude that no telescope's has"
        case .weightsScaled: "weights were multiplied to fit the noise of the sky"
        case .uncertaintiesDisagree: "uncertainties disagree with the noise of the sky"
        case .maskMarksMost: "masks mark more than half of the pixels"
        case .maskBitsUnnamed: "masks do not name their bits"
        case .filled: "pixels hold one value side by side"
        }
      return "\(what) in \(count - 1) more field\(count == 2 ? "" : "s")"
    }
  }
}
