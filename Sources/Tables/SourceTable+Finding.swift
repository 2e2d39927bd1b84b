internal import Console
internal import Foundation
internal import Sky

extension SourceTable {
  /// The row of a source that a user named: by ID, FIELD/ID, or "RA,DEC" in degrees, the nearest within an arcminute.
  package func row(called text: String) throws -> Int {
    let ids = try texts(.id)
    let exact = ids.indices.filter { ids[$0] == text }
    if exact.count == 1 { return exact[0] }
    let fields = has(.field) ? try texts(.field) : ids.map { _ in "" }
    if let row = ids.indices.first(where: { "\(fields[$0])/\(ids[$0])" == text }) { return row }
    if exact.count > 1 {
      throw CommandFailure(
        "cannot tell which source of \(path) is meant by \(text): \(exact.count) fields have one; write FIELD/ID, such as "
          + "\(fields[exact[0]])/\(text)")
    }
    if let position = Self.position(text) { return try row(at: position) }
    throw CommandFailure(
      "there is no source \(text) in \(path)\(Suggestion.text(for: text, among: ids)); name one by its ID, by FIELD/ID or by "
        + "RA,DEC in degrees")
  }

  private static func position(_ text: String) -> SkyPosition? {
    let words = text.split { " ,".contains($0) }
    guard words.count == 2, let ra = Double(words[0]), let dec = Double(words[1]),
      (-360...360).contains(ra), (-90...90).contains(dec)
    else { return nil }
    return SkyPosition(ra: ra < 0 ? ra + 360 : ra, dec: dec)
  }

  private func row(at position: SkyPosition) throws -> Int {
    let (ra, dec) = (try numbers(.ra), try numbers(.dec))
    let near = ra.indices.lazy.filter { abs(dec[$0] - position.dec) < 1.0 / 60 }
      .map { ($0, SkyPosition(ra: ra[$0], dec: dec[$0]).separation(to: position)) }
      .min { $0.1 < $1.1 }
    guard let near, near.1 <= 60 else {
      throw CommandFailure(
        "there is no source of \(path) within an arcminute of RA \(position.ra), DEC \(position.dec)"
      )
    }
    return near.0
  }
}
