//! The hard cases of domain §8 that a generation decides, each by its number.
