internal import Foundation
internal import Tensors

/// The names that surveys make of a field's middle.
struct SkyName {
  /// ICRS degrees.
  let ra: Double
  let dec: Double

  init(_ field: SimulatedField) {
    let turned = field.centre.ra.truncatingRemainder(dividingBy: 360)
    ra = turned < 0 ? turned + 360 : turned
    dec = field.centre.dec
  }

  /// "0235+0126": hours and minutes, degrees and minutes.
  var sexagesimal: String {
    let minutes = Int(bounded: ra * 4) % 1440
    let arcminutes = Int(bounded: abs(dec) * 60)
    return String(format: "%02d%02d", minutes / 60, minutes % 60) + (dec < 0 ? "-" : "+")
      + String(format: "%02d%02d", arcminutes / 60, arcminutes % 60)
  }

  /// "1501p022": tenths of degrees.
  var brick: String {
    String(
      format: "%04d%@%03d", Int(bounded: (ra * 10).rounded()) % 3600, dec < 0 ? "m" : "p",
      Int(bounded: (abs(dec) * 10).rounded()))
  }

  /// "150.1_2.2": degrees, with a sign where it is negative.
  var degrees: String { String(format: "%.1f_%.1f", ra, dec) }
}
