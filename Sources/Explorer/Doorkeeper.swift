/// Who may come in: requests for this very address that know the token.
///
/// A page of another site that has its name resolve to 127.0.0.1 (DNS rebinding) bears that name in its Host
/// header; another program on this machine does not know the token.
package struct Doorkeeper: Sendable {
  /// 128 random bits, the first part of every path.
  package let token: String
  package let port: Int

  package init(token: String = Doorkeeper.randomToken(), port: Int) {
    (self.token, self.port) = (token, port)
  }

  package static func randomToken() -> String {
    var numbers = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let text = String(UInt32.random(in: 0...UInt32.max, using: &numbers), radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
  }

  package var address: String { "http://127.0.0.1:\(port)/\(token)/" }

  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }

  /// The word of a selection that was lent to other programs; nil for any other path.
  ///
  /// They are told no token: what they get is this one table.
  package func lentWord(of request: ExplorerRequest) -> String? {
    guard request.method == "GET", hosts.contains(request.host?.lowercased() ?? ""),
      request.path.hasPrefix("/lent/"), request.path.hasSuffix(".vot")
    else { return nil }
    return String(request.path.dropFirst(6).dropLast(4))
  }

  package func lentAddress(_ word: String) -> String { "http://127.0.0.1:\(port)/lent/\(word).vot" }

  /// The path behind the token; nil for whoever does not know it.
  package func path(of request: ExplorerRequest) -> Result<String, Refusal> {
    guard let host = request.host?.lowercased(), hosts.contains(host) else {
      return .failure(Refusal(status: 421, sentence: "this server answers at 127.0.0.1 only"))
    }
    if let origin = request.origin, !hosts.map({ "http://\($0)" }).contains(origin.lowercased()) {
      return .failure(Refusal(status: 403, sentence: "another site's page may not ask here"))
    }
    let start = "/\(token)/"
    guard isAlike(String(request.path.prefix(start.count)), start) else {
      return .failure(
        Refusal(status: 404, sentence: "there is nothing here; use the whole address"))
    }
    return .success(String(request.path.dropFirst(start.count)))
  }

  package struct Refusal: Error {
    package let status: Int
    package let sentence: String
  }

  /// Takes as long whatever differs.
  private func isAlike(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
