import HTTP

/// Whether an IP address belongs to a machine of the public internet, by the registries of special addresses
/// (IANA, RFC 6890) and their updates.
///
/// What is not known to be public is refused: this machine, private networks, those of a carrier or a cloud,
/// multicast, documentation, and every form in which IPv6 carries an IPv4 address that is one of these.
func isPublic(_ address: IPAddress) -> Bool {
  address.bytes.count == 4 ? isPublicIPv4(address.bytes) : isPublicIPv6(address.bytes)
}

/// - Parameter bytes: Four, in the order of the network.
private func isPublicIPv4(_ bytes: [UInt8]) -> Bool {
  guard bytes.count == 4 else { return false }
  let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
  return !specialIPv4.contains { network, length in number >> (32 - length) == network >> (32 - length) }
}

private let specialIPv4: [(network: UInt32, length: UInt32)] = [
  (0x0000_0000, 8),  // this network
  (0x0A00_0000, 8),  // private
  (0x6440_0000, 10),  // carriers, and the metadata of some clouds
  (0x7F00_0000, 8),  // loopback
  (0xA83F_8110, 32),  // a cloud's host, at a public address
  (0xA9FE_0000, 16),  // link-local, and the metadata of most clouds
  (0xAC10_0000, 12),  // private
  (0xC000_0000, 24),  // protocol assignments
  (0xC000_0200, 24),  // documentation
  (0xC01F_C400, 24),  // AS112
  (0xC034_C100, 24),  // AMT
  (0xC058_6300, 24),  // 6to4 relays
  (0xC0A8_0000, 16),  // private
  (0xC0AF_3000, 24),  // AS112
  (0xC612_0000, 15),  // benchmarks
  (0xC633_6400, 24),  // documentation
  (0xCB00_7100, 24),  // documentation
  (0xE000_0000, 4),  // multicast
  (0xF000_0000, 4),  // reserved, broadcast
]

/// - Parameter bytes: Sixteen, in the order of the network.
private func isPublicIPv6(_ bytes: [UInt8]) -> Bool {
  guard bytes.count == 16 else { return false }
  // NAT64: an IPv4 address that this network reaches by a gateway.
  if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
    return isPublicIPv4(Array(bytes.suffix(4)))
  }
  let first = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
  // Only this eighth of all addresses has been given out: no loopback, no mapped IPv4, no local or multicast ones.
  guard first >> 29 == 1 else { return false }
  return !specialIPv6.contains { network, length in first >> (32 - length) == network >> (32 - length) }
}

private let specialIPv6: [(network: UInt32, length: UInt32)] = [
  (0x2001_0000, 23),  // protocol assignments, Teredo among them
  (0x2001_0DB8, 32),  // documentation
  (0x2002_0000, 16),  // 6to4, which carries an IPv4 address
  (0x2620_004F, 32),  // AS112 and its neighbours
  (0x3FFF_0000, 20),  // documentation
]
