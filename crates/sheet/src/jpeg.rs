//! The head of a JPEG: size and colours, so that its bytes go into the paper untouched (ITU-T T.81, Annex B).

/// What a PDF must know of a JPEG.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct JpegHead {
    pub width: u16,
    pub height: u16,
    /// 1 grey, 3 colour.
    pub components: u8,
}

/// Reads the frame header; `None` for what is no JPEG a PDF viewer draws (8 bits, grey or colour).
pub(crate) fn head(bytes: &[u8]) -> Option<JpegHead> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let (&fill, tail) = rest.split_first()?;
        if fill != 0xFF {
            return None;
        }
        let padding = tail.iter().take_while(|byte| **byte == 0xFF).count(); // a marker may be preceded by any of these
        let (&marker, tail) = tail.get(padding..)?.split_first()?;
        rest = tail;
        match marker {
            0x01 | 0xD0..=0xD7 => continue,
            0xC0..=0xC2 => return frame(rest),
            0xC3..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => return None, // lossless, arithmetic
            0xD9 | 0xDA => return None,
            _ => {
                let (length, _) = rest.split_first_chunk::<2>()?;
                rest = rest.get(usize::from(u16::from_be_bytes(*length)).max(2)..)?;
            }
        }
    }
}

fn frame(segment: &[u8]) -> Option<JpegHead> {
    let [_, _, precision, h1, h0, w1, w0, components] = *segment.first_chunk::<8>()?;
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    let good = precision == 8 && width > 0 && height > 0 && matches!(components, 1 | 3);
    good.then_some(JpegHead { width, height, components })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo() -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
        encoder.encode(&[128; 30 * 20 * 3], 30, 20, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    #[test]
    fn the_size_of_a_photo_is_read_from_its_head() {
        assert_eq!(head(&photo()), Some(JpegHead { width: 30, height: 20, components: 3 }));
    }

    #[test]
    fn what_is_no_jpeg_is_refused_wherever_it_is_cut_or_bent() {
        let photo = photo();
        for cut in 0..photo.len() {
            let _ = head(&photo[..cut]);
        }
        assert_eq!(head(&photo[..20]), None);
        for foreign in [
            &b""[..],
            b"\x89PNG",
            b"\xFF\xD8",
            b"\xFF\xD8\xFF\xFF\xFF",
            b"\xFF\xD8\xFF\xE0\x00\x00",
            b"\xFF\xD8\xFF\xDA",
        ] {
            assert_eq!(head(foreign), None);
        }
        let lossless: Vec<u8> = photo
            .iter()
            .scan(0, |before, &b| {
                let byte = if *before == 0xFF && b == 0xC0 { 0xC3 } else { b };
                *before = b;
                Some(byte)
            })
            .collect();
        assert_eq!(head(&lossless), None);
    }
}
