package import Surveys

/// One plane that a file offers, and what can be told of it without its pixels.
package struct FoundPlane: Sendable {
  package var address: PlaneAddress
  package var role: PlaneRole
  /// nil where nothing tells: a mask or a weight of all bands, or an image nobody can place.
  package var band: String?
  /// The same for the planes of one field.
  var key: String
  package let survey: Survey
  /// Why it is taken for what it is: "line 12 of des.yaml", "EXTNAME 'SCI'".
  var rule: String
  /// Its EXTNAME; nil without one.
  var title: String?
  /// nil where the file's name says all, so that no header was read.
  var grid: PixelGrid?
  /// What its EXTNAME adds to the key.
  var unitKey = ""
  /// What the words of its file's name say; nil where a survey's pattern or a header decides.
  var words: FileWords?

  /// The key that a name of the file's part makes.
  func key(ofFile name: String) -> String {
    [name, unitKey].filter { !$0.isEmpty }.joined(separator: "-")
  }

  var folder: String { Self.folder(of: address.path) }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// Left out, for a reason that the rule becomes.
  mutating func leaveOut(because reason: String) {
    role = .notLight
    rule = reason
    isUnknown = true
  }

  /// Whether it is left out because nothing tells what it is.
  private(set) var isUnknown = false
}

/// What the words of a file's name may say of its planes, before it is seen what else there is.
struct FileWords: Sendable {
  let tokens: NameTokens
  /// The place of the word that names the band.
  var band: Int?
  /// The place of the first word that may name a role other than light, and the role.
  var role: (place: Int, role: PlaneRole, isDoubtful: Bool)?
  /// The places of words that say no more than that there are pixels.
  var empty: Set<Int>

  init(_ tokens: NameTokens, _ words: RoleWords) {
    self.tokens = tokens
    empty = []
    for (place, word) in tokens.words.enumerated() {
      switch words.role(word) {
      case nil: continue
      case .image: empty.insert(place)
      case let named?:
        // A plain word comes before one that may be an object's name.
        let isDoubtful = words.isDoubtful(word)
        if role == nil || role?.isDoubtful == true && !isDoubtful {
          role = (place, named, isDoubtful)
        }
      }
    }
  }

  /// What is left of the name without band, role and empty words.
  func key(withRole: Bool) -> String {
    var dropped = empty
    if let band { dropped.insert(band) }
    if withRole, let role { dropped.insert(role.place) }
    return tokens.text(without: dropped)
  }

  /// The words without the band's.
  var plain: [String] {
    tokens.words.enumerated().filter { $0.offset != band }.map(\.element)
  }
}
