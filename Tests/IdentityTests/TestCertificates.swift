import Foundation

/// Certificates of nobody, good in 2018 only, with their keys.
enum TestCertificates {
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIICyjCCAbKgAwIBAgIUe9pSJPMzXYYT0o0k88Fs70zBumswDQYJKoZIhvcNAQEL
    BQAwHzEdMBsGA1UEAwwUcDJjIHRlc3QgYXBwbGljYXRpb24wHhcNMTgwMTAxMDAw
    MDAwWhcNMTkwMTAxMDAwMDAwWjAfMR0wGwYDVQQDDBRwMmMgdGVzdCBhcHBsaWNh
    dGlvbjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBALJQmF+6SLOKFjJB
    jtb6ot4yTfxBDQjrm526QGrM8ZRNdgE3jt3gs8rmCblm6+o8/CfuLn7tJY6ORnD7
    PZobulouaQ5JWSdo8xF20HOw1bqBCGsqpjELxZFdhA8u4H5V9z4v6N5FSVA7V7kc
    3gaSDGvyRtFXz5MnTQfTFjKpWgE2w2Z6fpMTXZwIdsBXfAC7QVs3rwD3ncDCpGel
    Rkb5XcTbBO/UTpn4j6cyEghzWQp2L0zli0+IQjGOV7EdymX1ct/JHJ9SdNBsNMVV
    k6Zz62ChNvL/7RtagyNnMeMaFFQ7LdHtZuQGbQl9ypuuZlt/QN5NPckhK9M1s4hw
    q0O1pHUCAwEAATANBgkqhkiG9w0BAQsFAAOCAQEAD38Vd8v/bZeXzH8L7bid6L5t
    1VLEyV+ZwX80aLJ4SD8eUuR/yPMZcn7LzyYTPRYM8pkwwpXndKDZvqp7bPBzLdmO
    swLkswm+6KxLvN9/wO2+OyqQfDwFDhNN9cpFdOPxj20J/Bypk25KNaiyrEg30Ki2
    YehlmAEl2TzqSJ3hYzNfBKljmsGUtkWOial8DpskGu8O0ybF55Rv8cPdJta32neI
    5KPRtPo2ZK8/kHuugVxh+lCpOQjOJRlvpRkP/tP9vtrqfov0O4a0wU0L0t+jnKhQ
    Mfzm7M+X0HUinPYslhV0YmFty95x2necfUkZdLxoVkomSM/4Dxwkt9EETezZcg==
    -----END CERTIFICATE-----
    """

  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCyUJhfukizihYy
    QY7W+qLeMk38QQ0I65udukBqzPGUTXYBN47d4LPK5gm5ZuvqPPwn7i5+7SWOjkZw
    +z2aG7paLmkOSVknaPMRdtBzsNW6gQhrKqYxC8WRXYQPLuB+Vfc+L+jeRUlQO1e5
    HN4Gkgxr8kbRV8+TJ00H0xYyqVoBNsNmen6TE12cCHbAV3wAu0FbN68A953AwqRn
    pUZG+V3E2wTv1E6Z+I+nMhIIc1kKdi9M5YtPiEIxjlexHcpl9XLfyRyfUnTQbDTF
    VZOmc+tgoTby/+0bWoMjZzHjGhRUOy3R7WbkBm0JfcqbrmZbf0DeTT3JISvTNbOI
    cKtDtaR1AgMBAAECggEAAT8149oNDvRZY2LdZyEpjdQ3p2PtD/roFfW0CQsoIL3u
    f5qJkcp9Cah5AhQJmSZNKtEsJFldVCeV+M1tiNnGgGZeHI7kdmxfvZ5hXaSZNXE8
    +mdwzYAkJPgV3pwrBbckLcDclbp2Tn8Jc7elrKzx65Pk/3QMmdUdqn8y0IoqDvXR
    MMiqyEaestbTjigxv/AIomp2g/T+gtuae+uTLhd3LQhDCZwcqQlezHsllGq1SZeQ
    ubObBBzaS7Y/4uxUKj/cJCNxmsLKBpP806VNJRclxTxLpWeT63qsAiprrh6tQ3O5
    +mnqdkdIruRg27TPFpkKFKW06YqFjglqWkHoGVYFAQKBgQD7llnlbl+1Hu4PbnmI
    7i4qoEyz3P2WT1RgT8TZlrGEhbsFi/HaL2OsyiaJq6V3+dutaQHHrJsIi3nnfP9H
    wa+y5mx94K9aGiF48c074MFo+gMxIi/c2zHii4qNfc8VN/TILYXA24qBtrWfTkOJ
    wYUEautxxAn9tKjnf03dedHPiQKBgQC1cT6GvcYbOYm+jQ8on+tAxfSs3G4d3rGB
    pWjoPxUGnUjRBJldv/N2QhpXcvzOs+C2zvTrX/ewtwMbR3hlblA5l0eJZ0ZqYyHj
    nLfIEnYtmSyIYJFmARreXqUHC+BoiOOaZE3xQZqBFyL2RIGPXeVtn4z5xEoefFUJ
    0wvIJZgmjQKBgBBD5ynzGdLu3fs3bDoTE/8DgBH8zpRCKrVTUumyWWW086NnKcqu
    V6ZbJ2StKTR5fd9XM5tCKH/D7Kyvox1zgzVwukDlHtEXcWSNVXRykm6EA2LQ0AFa
    Vn5MATgmkxXPGU87yjLuvqSmOFXFTI6CaWQguXoQb4jsfiMBUvpnns3pAoGBAI+a
    x6AhR1B447p7Loo6uBmWE6dU95qQjPFNl5BpjRylE+LKvw/iQrFQdETOb6Sx3aMS
    feplFEc7Miw/Dt1IyBosz6PCp4rAVyws95BUfFBusT5nH+0Z5sglJHxFPCHAZlPm
    G4JdKAoP484CPoDYEiQHaa6tWvRx92RFM0f/6UJpAoGBAJFlAuAlxxwkv5HWqYkk
    SC3gWsW+7T4ejRiNd7aNFtl+xO6rMzLFfAxU9jlrSEB3ufzKfOKbJ6FEQ/6BoGGP
    +nxMEvDugksnO/a4ahx9zs2qEGMCRAstVNMpcrW/RpdRSvKRBnxueZnIGvJ2IAZw
    ADcXrxMMYx9J2VQ4i7a8SRgr
    -----END PRIVATE KEY-----
    """

  static let otherCertificate = file("application.pem")
  static let otherKey = file("application-key.pem")

  private static func file(_ name: String) -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    guard let text = try? String(contentsOf: root.appending(path: "Fixtures/certificates/\(name)"), encoding: .utf8) else {
      preconditionFailure("Fixtures/certificates/\(name) cannot be read")
    }
    return text
  }
}
