package import Foundation

/// What a page asks of the explorer, as far as the explorer cares.
package struct ExplorerRequest: Sendable {
  package var method: String
  /// As it came, percent-encoded.
  package var path: String
  package var query: [String: String]
  package var host, origin: String?
  package var body: Data

  package init(
    _ method: String = "GET", _ path: String, query: [String: String] = [:], host: String?,
    origin: String? = nil, body: Data = Data()
  ) {
    (self.method, self.path, self.query) = (method, path, query)
    (self.host, self.origin, self.body) = (host, origin, body)
  }
}

/// What it gets.
package struct ExplorerAnswer: Sendable {
  package var status: Int
  package var type: String
  package var body: Data

  package init(_ status: Int = 200, type: String, _ body: Data) {
    (self.status, self.type, self.body) = (status, type, body)
  }

  /// A refusal: one sentence for whoever reads the page.
  static func refusal(_ status: Int, _ sentence: String) -> ExplorerAnswer {
    ExplorerAnswer(status, type: "text/plain; charset=utf-8", Data(sentence.utf8))
  }

  static func json(_ value: some Encodable) throws -> ExplorerAnswer {
    ExplorerAnswer(type: "application/json", try JSONEncoder().encode(value))
  }

  /// Headers of every answer. The address holds the token, so no link may tell it to another server, and no
  /// other page may read what is here or run anything in it. The page itself asks this server, and the hub of SAMP's
  /// Web Profile, on this machine.
  package var headers: [String: String] {
    [
      "Content-Type": type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
      "X-Frame-Options": "DENY",
      "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' http://localhost:21012; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ]
  }
}
