/// A certificate of nobody, good in 2018 only, with its key.
enum ClientPEM {
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIICxDCCAaygAwIBAgIUY5YnQw1R/LxzFgHd5wiej/waqocwDQYJKoZIhvcNAQEL
    BQAwHDEaMBgGA1UEAwwRcDJjIHRlc3Qgc3RyYW5nZXIwHhcNMTgwMTAxMDAwMDAw
    WhcNMTkwMTAxMDAwMDAwWjAcMRowGAYDVQQDDBFwMmMgdGVzdCBzdHJhbmdlcjCC
    ASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAJ2IOJrR9tX0gyvBj6MAOz6H
    JP+DXHeFFSEGR+zuOFuomAiHHObGDPQlv4fz5UdalYxm60qJefOTqYBf8kBfSQ5D
    DCuIiO2G1ixVdMRm6mutwRPDuz37v0lx0RHW6H5cnsh4egiHEnqma1uqW6ohHMOa
    9c1LxXUZDtke451EgMh+4qrh6CIdP5IUbb3ZVG6neACGxrHh8uQpe3PIZqe4fYGr
    w4TS7Zj1/DO4zkKChCmS+6ahtTtnUt2ew4o2AbFIlYQ6bWzk69NP8HSwKnl71UaF
    wO/9fYTLrb4f9d+s80l46l1dHepbRhAyAL9gT1TPBQrMcSVJs6xIBWGveZE/AxsC
    AwEAATANBgkqhkiG9w0BAQsFAAOCAQEAZCkg+0I3UVY+2yqedrHgVGNNRbyvJoga
    yH7tCBHaxq/RNDo3OzG1G7gxHnRkNGk5JJIouP1vYtUUYElUrWKq9Ie/3dht3v0T
    fIwl2TgNNWFuBW0p+E2v1MxFwUYASJ3eUiGveiV4Dh1HtjvXK97EtNf+AJQRclMD
    6us33Qnsln0Ta3zJhpS7b0Ola52YlpUsUbJrTbzeWbbLevRSfNjNnOnqFDOoltyu
    NozuCI6/L3vAjoShMPR74wMi01HBjL08yDQrP+hpbqiHEXWfXpp5Bt+nWeR7r/ef
    +cs2xXXnvEoDp23u3WvujczAuZS6tVPhq2ZYr+RGRE+vZ9j4cqU2nQ==
    -----END CERTIFICATE-----
    """

  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCdiDia0fbV9IMr
    wY+jADs+hyT/g1x3hRUhBkfs7jhbqJgIhxzmxgz0Jb+H8+VHWpWMZutKiXnzk6mA
    X/JAX0kOQwwriIjthtYsVXTEZuprrcETw7s9+79JcdER1uh+XJ7IeHoIhxJ6pmtb
    qluqIRzDmvXNS8V1GQ7ZHuOdRIDIfuKq4egiHT+SFG292VRup3gAhsax4fLkKXtz
    yGanuH2Bq8OE0u2Y9fwzuM5CgoQpkvumobU7Z1LdnsOKNgGxSJWEOm1s5OvTT/B0
    sCp5e9VGhcDv/X2Ey62+H/XfrPNJeOpdXR3qW0YQMgC/YE9UzwUKzHElSbOsSAVh
    r3mRPwMbAgMBAAECggEAAIXPjS4jtyrAh5PpM+q1u/pJujrzK5gr/t3f7E/g8ucX
    NyRkWrQJKeBnpHg0KF7/e6tqTHLVa00efcUZjFAKcabC7/CWOBZz5r7ZHcrN/cYz
    ouUnAHFJCTMrHbHbCXM1OXxVlA1NOmUi94Llj1Robu8ssZ4OBJS4tEEt+8yyBoPp
    v/htCtbjAlruQNLAHtbg5cIgo20zrmPCGbD+p+XKpscy3wppWw/rdEnux+NgfY5G
    XjZlr9kRQudsc3BbjqOL4chqwRlBG+00moxlSoaeEGPke8PXFe1aF0hf8k3pt/rQ
    jXF+mZNYEc2wpyBjBWtiwmCgPN1I4KSEPup43dPMQQKBgQDQIrZSRszXFfJZ1L/S
    9Rir96yG/pAH3wymdDqja/edrZJTvK6vp05uA/Vw5Tj4+HwJJ38Tax+rI1YkoQ+v
    FS+GIHgsvhP0mI1+3Fj/BgGFYPIclkecBIEsoGFqk+gdGzHg/5f7UHgGdqAyTLgK
    OJEIsSCIRUohRyAtGezFMO9orQKBgQDBwmXl6zyuFhqDE5Vl6uWU6r/h1K9vyCCJ
    O0ST8uD6ILDAn6zD6ijftPrT8W+gWsiyIwzq8WzgsqC2FSXKzRmEaB2pENbttJwl
    ryMhlx4BcItV/AFLTNUvdZjsUNt/njz97p/XES2DLAvrBmjzyVriurdi1u2uhVV2
    DwyXxPyr5wKBgGcjjG2hIAjFm17gil4jjqJJDXmn0//SjBZAKn6pFf9Q794G9hmd
    MsRZudrD/EOD/xMaO2KIBx1rWVi1Z2w/d1lj5almV8Uxg4yF7KQTedV6gP+hiMLL
    iKdwolWKDc++li0E+29SJOgvCJtkYR7PgS9pdtGQZHexI0S2QBpHcZvRAoGAG8tA
    BLg2zx4alXzkrGcCodb+yW1R8S37BNR8pOBtR1QTJr6A8OWREW4LoQV8Jrt/GJaQ
    js8s+BqHlTb5YdsD8wtgXdUtj5Gd6IXz+yiLRFeZlS7+HIgb+J/c3OFIa0kOpLpr
    MVWkerGB0CfuPDJBGE8CaWo9VBCKTtIf01GNkTcCgYAvcuT54RuvKql7bHt/b4TK
    1Smb2gTnx27KCCjmOsUxfJ1lHGrXIW0ydk0FhlfHosjkVnFFnH10f0DFY8q7rItS
    7YdpVC7EKVKbuGdf98dT/GG6Up4HX8h7lsLzEE81qBF8PvDHFSAaGfdfxOVUftt5
    NjCjxBVx+7GhfyB5Qz/3pA==
    -----END PRIVATE KEY-----
    """
}
