/// Words in names of files and extensions that tell what a plane is, where no survey's patterns do.
public struct RoleWords: Sendable {
  private let roles: [String: PlaneRole]
  /// Words that are also names of objects ("std", "sigma"): in a file's name they tell a role only beside an image of
  /// the same name without them.
  private let doubtful: Set<String>

  init(roles: [String: PlaneRole], doubtful: Set<String>) {
    (self.roles, self.doubtful) = (roles, doubtful)
  }

  public func role(_ word: String) -> PlaneRole? { roles[word.uppercased()] }

  public func isDoubtful(_ word: String) -> Bool { doubtful.contains(word.uppercased()) }
}
