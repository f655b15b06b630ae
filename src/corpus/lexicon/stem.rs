//! A light stemmer: forms of one English word become one.
//!
//! Knows endings and spellings, no words.

/// Longer words are not stemmed.
pub const MAX_STEMMED: usize = 32;

/// Stems the lower-case word in `buffer[..len]` in place and returns the new length.
///
/// Takes off plural and verb endings and the commonest endings of nouns made from verbs, so that "improves", "improving"
/// and "improvement" are one. Only English; other words lose at most a final s or e.
#[must_use]
pub fn stem(buffer: &mut [u8; MAX_STEMMED], len: usize) -> usize {
    let mut len = len;
    if len < 4 || !buffer[..len].is_ascii() {
        // "use", "aim": only the final e, as in the longer forms.
        // "boy", "day": as in their plurals.
        if len == 3 && buffer[2] == b'y' {
            buffer[2] = b'i';
        }
        return if len == 3 && buffer[2] == b'e' { 2 } else { len };
    }
    len -= match buffer[..len] {
        [.., b'i', b'e', b's'] if len > 4 => 2,
        [.., b's', b's', b'e', b's'] | [.., b'x' | b'z' | b'h', b'e', b's'] => 2,
        [.., b's' | b'u' | b'i', b's'] => 0,
        [.., b's'] => 1,
        _ => 0,
    };
    if matches!(buffer[..len], [.., b'l', b'y']) && len >= 6 {
        len -= 2;
    }
    len = match buffer[..len] {
        [.., b'm', b'e', b'n', b't'] if len >= 9 => len - 4,
        [.., b'a' | b'e', b'n', b'c', b'e'] if len >= 8 => len - 4,
        [.., b't' | b's', b'i', b'o', b'n'] => len - if len >= 7 { 3 } else { 0 },
        [.., b'i', b'n', b'g'] => verb(buffer, len, 3),
        [.., b'e', b'e', b'd'] => len,
        [.., b'e', b'd'] => verb(buffer, len, 2),
        _ => len,
    };
    if len > 2 && buffer[len - 1] == b'e' {
        len -= 1;
    }
    if len > 3 && buffer[len - 1] == buffer[len - 2] && !matches!(buffer[len - 1], b's' | b'e' | b'o') {
        len -= 1;
    }
    if len > 2 && buffer[len - 1] == b'y' {
        buffer[len - 1] = b'i';
    }
    one_spelling(buffer, len)
}

/// British and American spellings made one: organise, colour, dialogue, haemoglobin, defence. What comes out need not be a word,
/// so long as no two words fall together.
fn one_spelling(buffer: &mut [u8; MAX_STEMMED], len: usize) -> usize {
    let mut len = len;
    if len < 5 {
        return len;
    }
    if len >= 8 && matches!(buffer[..len], [.., b'i', b's' | b'z', b'a', b't']) {
        len -= 2;
    }
    if len >= 6 && matches!(buffer[..len], [.., b'y', b's', b'i', b's']) {
        len -= 2;
    }
    if len >= 6 && matches!(buffer[..len], [.., b'i' | b'y', b's']) {
        buffer[len - 1] = b'z';
    }
    if len >= 6 && matches!(buffer[..len], [.., b'e', b'n', b's']) {
        buffer[len - 1] = b'c';
    }
    if len >= 6 && matches!(buffer[..len], [.., b'o', b'g', b'u']) {
        len -= 1;
    }
    if len >= 6
        && let Some(at) = (1..len).find(|&at| buffer[at] == b'e' && matches!(buffer[at - 1], b'a' | b'o'))
    {
        buffer.copy_within(at..len, at - 1);
        len -= 1;
    }
    if len >= 5
        && let Some(at) = (2..len).find(|&at| buffer[at] == b'r' && buffer[at - 1] == b'u' && buffer[at - 2] == b'o')
        && at >= 4
        && (at + 1 == len || matches!(buffer[at + 1], b'a' | b'e' | b'i' | b'h'))
    {
        buffer.copy_within(at..len, at - 1);
        len -= 1;
    }
    len
}

/// Takes off "ing" or "ed" where a stem with a vowel is left.
fn verb(buffer: &[u8; MAX_STEMMED], len: usize, ending: usize) -> usize {
    let rest = len - ending;
    let has_vowel = buffer[..rest].iter().any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    if rest >= 2 && has_vowel { rest } else { len }
}
