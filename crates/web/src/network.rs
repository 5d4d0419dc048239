//! Where a call comes from.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use thiserror::Error;

/// A network: an address and how many of its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

/// A text that is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a network is an address such as 10.0.0.1, or a range such as 10.0.0.0/8")]
pub struct NetworkError;

impl Network {
    /// The network that limits count a caller under: an IPv4 address, or an IPv6 /64, which is what
    /// one household or one machine has.
    pub fn of_caller(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(own) => Self::new(IpAddr::V4(own), 32),
            IpAddr::V6(own) => Self::new(IpAddr::V6(own), 64),
        }
    }

    fn new(address: IpAddr, bits: u8) -> Self {
        let base = match address {
            IpAddr::V4(own) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from(u32::from(own) & mask))
            }
            IpAddr::V6(own) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from(u128::from(own) & mask))
            }
        };
        Self { base, bits }
    }

    /// Whether an address lies in this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.base.is_ipv4() && Self::new(address, self.bits) == *self
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.bits)
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) =
            text.trim().split_once('/').map_or((text.trim(), None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse::<u8>().map_err(|_| NetworkError))?;
        if bits > most { Err(NetworkError) } else { Ok(Self::new(address, bits)) }
    }
}

/// The address a call comes from: the peer's, or, behind trusted proxies, the last one in
/// `X-Forwarded-For` that is no trusted proxy itself.
pub(crate) fn caller_address(parts: &Parts, trusted: &[Network]) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let forwarded = parts.headers.get_all("x-forwarded-for");
    let texts: Vec<&str> = forwarded.iter().filter_map(|value| value.to_str().ok()).collect();
    let hops = texts.iter().rev().flat_map(|text| text.rsplit(','));
    for hop in hops {
        match hop.trim().parse::<IpAddr>() {
            Ok(address) if is_trusted(address) => {}
            Ok(address) => return address,
            Err(_) => return peer,
        }
    }
    peer
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        for (network, inside, outside) in [
            ("10.0.0.0/8", "10.9.8.7", "11.0.0.1"),
            ("127.0.0.1", "::ffff:127.0.0.1", "127.0.0.2"),
            ("2001:db8::/32", "2001:db8:1::1", "2001:db9::1"),
            ("0.0.0.0/0", "8.8.8.8", "::1"),
        ] {
            let network: Network = network.parse().unwrap();
            assert!(network.contains(inside.parse().unwrap()));
            assert!(!network.contains(outside.parse().unwrap()));
        }
        for bad in ["", "10.0.0.0/33", "example.org", "10.0.0.0/x"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    fn address(peer: &str, forwarded: &str, trusted: &[Network]) -> String {
        let request = Request::builder().header("x-forwarded-for", forwarded).body(()).unwrap();
        let mut parts = request.into_parts().0;
        let peer = SocketAddr::new(peer.parse().unwrap(), 4000);
        parts.extensions.insert(ConnectInfo(peer));
        caller_address(&parts, trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        assert_eq!(address("192.0.2.1", "203.0.113.9", &trusted), "192.0.2.1");
        assert_eq!(
            address("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", &trusted),
            "203.0.113.9"
        );
        assert_eq!(address("10.0.0.1", "nonsense", &trusted), "10.0.0.1");
        assert_eq!(address("10.0.0.1", "203.0.113.9", &[]), "10.0.0.1");
    }
}
