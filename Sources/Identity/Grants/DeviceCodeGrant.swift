import OData
import Twin

extension IdentityCall {
  /// `POST …/devicecode`: a code for the device to poll with, and one for the person to enter.
  func deviceCode(version: Int) throws -> HTTPResponse {
    guard request.method == .post else { throw EntraError.onlyPOST(request.method.rawValue) }
    let form = try TokenForm(request)
    let application = try application(form)
    let resource = try resource(form, version: version)
    let (code, device) = service.devices.begin(application.id, resource, at: now, service.ambient)
    let address = "\(origin)/devicelogin"
    let message = "To sign in, use a web browser to open the page \(address) and enter the code \(device.userCode) to authenticate."
    let expires = DeviceRequests.lifetimeSeconds
    let interval = DeviceRequests.intervalSeconds
    return json(
      200,
      version == 1
        ? [
          "user_code": .string(device.userCode), "device_code": .string(code), "verification_url": .string(address),
          "expires_in": .string("\(expires)"), "interval": .string("\(interval)"), "message": .string(message),
        ]
        : [
          "user_code": .string(device.userCode), "device_code": .string(code), "verification_uri": .string(address),
          "expires_in": .number(ExactDecimal(expires)), "interval": .number(ExactDecimal(interval)), "message": .string(message),
        ])
  }
}

/// A device asks whether the person has signed in meanwhile (RFC 8628 3.4).
struct DeviceCodeGrant {
  let call: IdentityCall
  let form: TokenForm
  let version: Int

  /// Devices wait by their own clocks.
  private static let toleranceMilliseconds: Int64 = 1_000

  func answer() throws -> JSON {
    let application = try call.application(form)
    // Secrets are not asked for here: device codes are for clients that cannot keep one. A wrong one is refused all the same.
    let isConfidential = form.clientSecret == nil ? false : try call.checkSecret(form, of: application)
    // The endpoint of version 1 calls the parameter `code`.
    guard let code = form["device_code"] ?? form["code"] else { throw EntraError.missingParameter("device_code") }
    guard var device = call.service.devices[code], device.application == application.id else { throw EntraError.badDeviceCode }
    guard call.now < device.expires else { throw EntraError.codeExpired(version: version) }
    switch device.state {
    case .declined: throw EntraError.authorizationDeclined
    case .waiting:
      let isTooSoon = device.lastPoll.map {
        call.now.milliseconds - $0.milliseconds < device.intervalSeconds * 1000 - Self.toleranceMilliseconds
      }
      device.lastPoll = call.now
      if isTooSoon == true { device.intervalSeconds += DeviceRequests.intervalSeconds }
      call.service.devices[code] = device
      throw isTooSoon == true ? EntraError.slowDown : EntraError.authorizationPending
    case .approved(let name):
      guard let person = call.directory.person(name) else { throw EntraError.badDeviceCode }
      // A code works once.
      call.service.devices[code] = nil
      return try TokenAnswer(call: call, version: version).delegated(
        application, person, device.resource, form: form, isConfidential: isConfidential)
    }
  }
}
