//! Declared checks of every kind, and every fault of one.
