//! Files of different taste.
