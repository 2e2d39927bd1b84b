import Explorer
import Foundation
import Testing

@Suite struct DoorkeeperTests {
  private let door = Doorkeeper(token: "0123456789abcdef0123456789abcdef", port: 8123)

  private func outcome(_ path: String, host: String?, origin: String? = nil) -> String {
    switch door.path(of: ExplorerRequest("GET", path, host: host, origin: origin)) {
    case .success(let path): "in: \(path)"
    case .failure(let refusal): "\(refusal.status)"
    }
  }

  @Test func onlyThisAddressWithItsTokenComesIn() {
    let start = "/0123456789abcdef0123456789abcdef/"
    #expect(outcome(start + "row/3", host: "127.0.0.1:8123") == "in: row/3")
    #expect(outcome(start, host: "LOCALHOST:8123") == "in: ")
    #expect(outcome(start, host: "127.0.0.1:8123", origin: "http://127.0.0.1:8123") == "in: ")
    // DNS rebinding: a name of another site that leads here.
    for host in ["evil.example:8123", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8123.evil", "", nil] {
      #expect(outcome(start, host: host) == "421")
    }
    for origin in ["http://evil.example", "null", "https://127.0.0.1:8123", "http://127.0.0.1:1"] {
      #expect(outcome(start, host: "127.0.0.1:8123", origin: origin) == "403")
    }
    for path in [
      "/", "", "/row/3", "/0123456789abcdef0123456789abcde/", "/0123456789abcdef0123456789abcdeg/",
      "/0123456789abcdef0123456789abcdef", "//0123456789abcdef0123456789abcdef/",
    ] { #expect(outcome(path, host: "127.0.0.1:8123") == "404") }
  }

  @Test func everyTokenIsAnotherAndHas128Bits() {
    let tokens = (0..<100).map { _ in Doorkeeper.randomToken() }
    #expect(Set(tokens).count == 100)
    #expect(tokens.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
  }
}
