import OData
import Testing

@testable import SyncEngine

/// How many requests an endpoint gets at a time.
struct RequestPaceTests {
  private let start = Timestamp("2018-04-03T08:00:00Z")!
  private let most = 50

  private func width(_ pace: RequestPace, at now: Timestamp) -> Int {
    (0...most).first { !pace.mayBegin(underWay: $0, at: now, most: most) } ?? most + 1
  }

  private func answers(_ count: Int, _ pace: RequestPace, _ headers: HTTPHeaders = [:]) {
    for _ in 0..<count { pace.answered(HTTPResponse(200, headers: headers), most: most) }
  }

  private func left(requests: Int, seconds: String) -> HTTPHeaders {
    [
      "x-ms-ratelimit-burst-remaining-xrm-requests": "\(requests)", "x-ms-ratelimit-time-remaining-xrm-requests": seconds,
    ]
  }

  @Test("The width doubles with every full round of answers, up to the most there may be")
  func doubles() {
    let pace = RequestPace()
    var widths = [width(pace, at: start)]
    for _ in 0..<4 {
      answers(widths[widths.count - 1], pace)
      widths.append(width(pace, at: start))
    }
    #expect(widths == [8, 16, 32, 50, 50])
  }

  @Test("A refusal closes the door for as long as the service asks, halves the width, and lets it grow by one at a time")
  func refusal() {
    let pace = RequestPace()
    answers(8, pace)
    pace.refused(seconds: 17, at: start)
    // What was under way is refused as well, and tells nothing new but a later end.
    pace.refused(seconds: 19, at: start)
    #expect(width(pace, at: start.adding(milliseconds: 18_999)) == 0)
    #expect(width(pace, at: start.adding(seconds: 19)) == 8)
    answers(8, pace)
    #expect(width(pace, at: start.adding(seconds: 19)) == 9)
  }

  @Test("A service that tells what is left is not sent more than that")
  func allowance() {
    let pace = RequestPace()
    answers(8 + 16, pace)
    #expect(width(pace, at: start) == 32)
    answers(1, pace, left(requests: 5, seconds: "1,199.00"))
    #expect(width(pace, at: start) == 5)
    // Each takes four seconds of the service's work; twenty are left.
    answers(1, pace, left(requests: 5000, seconds: "24.00"))
    answers(1, pace, left(requests: 5000, seconds: "20.00"))
    #expect(width(pace, at: start) <= 5)
  }

  @Test("At the end of the allowance one request goes alone, to be told how long to wait; then all begins anew")
  func probe() {
    let pace = RequestPace()
    answers(8, pace, left(requests: 6000, seconds: "4.00"))
    answers(1, pace, left(requests: 5999, seconds: "0.00"))
    #expect(pace.mayBegin(underWay: 0, at: start, most: most))
    #expect(!pace.mayBegin(underWay: 1, at: start, most: most))
    pace.refused(seconds: 267, at: start)
    #expect(width(pace, at: start.adding(seconds: 266)) == 0)
    #expect(width(pace, at: start.adding(seconds: 267)) == 8)
  }

  @Test("A service that goes on answering with nothing left gets four at a time")
  func beyond() {
    let pace = RequestPace()
    answers(8, pace, left(requests: 6000, seconds: "4.00"))
    answers(1, pace, left(requests: 5999, seconds: "0.00"))
    #expect(pace.mayBegin(underWay: 0, at: start, most: most))
    answers(1, pace, left(requests: 5998, seconds: "0.00"))
    #expect(width(pace, at: start) == 4)
    #expect(pace.mayBegin(underWay: 0, at: start, most: most))
    answers(1, pace, left(requests: 6000, seconds: "1,200.00"))
    #expect(width(pace, at: start) > 4)
  }
}
