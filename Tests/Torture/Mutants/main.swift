import Foundation
import Tensors

// Gives every reader of the package changed files, in this process, which is built with AddressSanitizer:
//
//     mutants CORPUS --from N --count N [--seed N] [--reader NAME] --room FOLDER
//
// CORPUS holds a folder of sound files a reader. The file NEXT in FOLDER names the try that is being made, so
// that whoever started this process knows which one ended it. At the end stands a line a reader: its name, how many
// changed files it refused in a sentence, how many it read, and how many it read as something else though their
// checksums should have told.
let request = try Request(CommandLine.arguments)
var tallies: [String: Tally] = [:]
for number in request.range {
  let attempt = try Attempt(number, of: request)
  try attempt.announce()
  // A reader that never ends is ended: SIGALRM says so to whoever started this.
  alarm(UInt32(request.patience))
  tallies[attempt.reader.name, default: Tally()].count(attempt.outcome())
}
alarm(0)
for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) {
  print(name, tally.told, tally.unharmed, tally.wrong)
}
