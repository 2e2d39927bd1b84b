internal import Console
internal import Foundation

/// Slurm's own commands.
package struct SlurmCommands {
  package struct Answer {
    package var status: Int32
    package var output: String
    package var complaint: String

    package init(status: Int32 = 0, output: String = "", complaint: String = "") {
      (self.status, self.output, self.complaint) = (status, output, complaint)
    }
  }

  /// A job as the queue or the accounting knows it.
  package struct Job: Equatable {
    /// "RUNNING", "PENDING", "TIMEOUT".
    package var state: String
    package var elapsed: String
    /// Where it runs or what it waits for.
    package var detail: String

    /// What is told of it.
    package var words: String {
      [state.lowercased(), elapsed, detail.isEmpty ? "" : "(\(detail))"].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
  }

  /// Carries out words as a shell would.
  package var call: ([String]) throws -> Answer

  package init(call: @escaping ([String]) throws -> Answer = Self.really) { self.call = call }

  /// The number of the new job.
  ///
  /// - Parameter earlier: the job that must have ended well before.
  package func submit(_ script: String, after earlier: String?) throws -> String {
    let answer = try call(Self.submission(script, after: earlier))
    let job = answer.output.trimmingCharacters(in: .whitespacesAndNewlines).prefix { $0.isNumber }
    guard answer.status == 0, !job.isEmpty else {
      throw CommandFailure("cannot submit \(script): \(Self.reason(of: answer, "sbatch"))")
    }
    return String(job)
  }

  package static func submission(_ script: String, after earlier: String?) -> [String] {
    ["sbatch", "--parsable"] + (earlier.map { ["--dependency=afterok:\($0)"] } ?? []) + [script]
  }

  /// This user's jobs that wait or run, by their numbers.
  package func live() throws -> [String: Job] {
    let answer = try call(["squeue", "--me", "--noheader", "--format=%i|%T|%M|%R"])
    guard answer.status == 0 else {
      throw CommandFailure(
        "cannot ask for the jobs of the run: \(Self.reason(of: answer, "squeue"))")
    }
    return Self.jobs(answer.output) { $0.hasPrefix("(") ? String($0.dropFirst().dropLast()) : $0 }
  }

  /// Jobs that have ended, by their numbers; none where the cluster keeps no accounts.
  package func ended(_ ids: [String]) throws -> [String: Job] {
    guard !ids.isEmpty else { return [:] }
    let answer = try call([
      "sacct", "--noheader", "--parsable2", "--allocations", "--jobs=\(ids.joined(separator: ","))",
      "--format=JobID,State,Elapsed",
    ])
    return answer.status == 0 ? Self.jobs(answer.output) { $0 } : [:]
  }

  private static func jobs(_ lines: String, _ detail: (String) -> String) -> [String: Job] {
    var jobs: [String: Job] = [:]
    for line in lines.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map(
        String.init)
      guard parts.count >= 3 else { continue }
      jobs[parts[0]] = Job(
        state: parts[1], elapsed: parts[2], detail: parts.count > 3 ? detail(parts[3]) : "")
    }
    return jobs
  }

  private static func reason(of answer: Answer, _ command: String) -> String {
    if answer.status == 127 {
      return "there is no \(command) on this machine; run it where jobs are submitted"
    }
    let said = answer.complaint.split(whereSeparator: \.isNewline).first.map(String.init)
    return VisibleText.plain(said ?? "\(command) ended with status \(answer.status)")
  }

  package static func really(_ words: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let (output, complaint) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, complaint)
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch {
      throw CommandFailure("cannot start \(words.first ?? ""): \(error.localizedDescription)")
    }
    // What these commands say fits into a pipe.
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complained = complaint.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Answer(
      status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      complaint: String(decoding: complained, as: UTF8.self))
  }
}
