internal import Console
internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// The explorer on this machine's loopback address, which no other machine reaches.
package struct ExplorerServer {
  /// A port that nobody uses just now.
  package static func freePort() throws -> Int {
    let socket = try Socket(domain: AF_INET)
    defer { try? socket.close() }
    try socket.bind(to: try loopback(port: 0))
    guard case .ip4(_, let port) = try socket.sockname() else {
      throw CommandFailure("cannot explore: the loopback address 127.0.0.1 is not there")
    }
    return Int(port)
  }

  private static func loopback(port: UInt16) throws -> sockaddr_in {
    try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
  }

  /// Serves until it is cancelled; `whenReady` is told once, when requests are answered.
  package static func serve(
    _ explorer: Explorer, port: Int, whenReady: @escaping @Sendable () -> Void
  ) async throws {
    guard let number = UInt16(exactly: port) else {
      throw CommandFailure("cannot explore at port \(port): ports go from 1 to 65535")
    }
    let configuration = HTTPServer.Configuration(
      address: try loopback(port: number), timeout: 60, logger: .disabled)
    let server = HTTPServer(
      config: configuration,
      handler: ClosureHTTPHandler { request in await reply(to: request, by: explorer) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await server.run()
        } catch is CancellationError {
          throw CancellationError()
        } catch {
          throw CommandFailure(
            "cannot serve the explorer at 127.0.0.1:\(port): \(error); name another port with --port"
          )
        }
      }
      group.addTask {
        try await server.waitUntilListening()
        whenReady()
      }
      try await group.waitForAll()
    }
  }

  private static func reply(to request: HTTPRequest, by explorer: Explorer) async -> HTTPResponse {
    func response(_ answer: ExplorerAnswer) -> HTTPResponse {
      let headers = answer.headers.map { (HTTPHeader($0.key), $0.value) }
      return HTTPResponse(
        statusCode: HTTPStatusCode(answer.status, phrase: answer.status == 200 ? "OK" : "Refused"),
        headers: HTTPHeaders(Dictionary(headers) { first, _ in first }),
        body: HTTPBodySequence(data: answer.body, suggestedBufferSize: 1 << 18))
    }
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard request.headers[.transferEncoding] == nil, length <= Explorer.mostBytes else {
      return response(.refusal(413, "the request is too long"))
    }
    let body = (try? await request.bodyData) ?? Data()
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    return response(
      await explorer.answer(
        ExplorerRequest(
          request.method.rawValue, request.target.path(), query: query,
          host: request.headers.values(for: .host).count == 1 ? request.headers[.host] : nil,
          origin: request.headers[HTTPHeader("Origin")], body: body)))
  }
}
