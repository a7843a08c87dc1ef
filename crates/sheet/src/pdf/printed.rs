//! Takes over what printpdf has drawn: objects are numbered anew in the order they are met, so that printpdf's own catalog,
//! dates and chance identifiers stay behind.

use super::{Objects, Ref, deflate, stream};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A document of printpdf on its way into a file.
pub(crate) struct Printed {
    document: Document,
    places: BTreeMap<ObjectId, Ref>,
}

impl Printed {
    pub(crate) fn new(document: Document) -> Self {
        Self { document, places: BTreeMap::new() }
    }

    /// Takes the pages in order, as children of `parent`; `more` gives the entries a page has beside printpdf's.
    pub(crate) fn take_pages(
        &mut self,
        objects: &mut Objects,
        parent: Ref,
        more: impl Fn(usize) -> String,
    ) -> Option<Vec<Ref>> {
        let pages: Vec<_> = self.document.get_pages().into_values().collect();
        let mut taken = Vec::with_capacity(pages.len());
        for (index, id) in pages.into_iter().enumerate() {
            let Object::Dictionary(mut page) = self.document.objects.remove(&id)? else { return None };
            page.remove(b"Parent");
            page.remove(b"Annots");
            let mut body = String::from("<</Type/Page");
            let _ = write!(body, "/Parent {parent}");
            page.remove(b"Type");
            self.entries(objects, &page, &mut body)?;
            let _ = write!(body, "{}>>", more(index));
            taken.push(objects.add(body));
        }
        Some(taken)
    }

    /// The new place of an object and of all it refers to; `None` where printpdf refers to nothing.
    fn take(&mut self, objects: &mut Objects, id: ObjectId) -> Option<Ref> {
        if let Some(place) = self.places.get(&id) {
            return Some(*place);
        }
        let place = objects.reserve();
        self.places.insert(id, place);
        let mut entries = String::new();
        match self.document.objects.remove(&id)? {
            Object::Stream(mut object) => {
                object.dict.remove(b"Length");
                self.entries(objects, &object.dict, &mut entries)?;
                if object.allows_compression && !object.dict.has(b"Filter") {
                    entries.push_str("/Filter/FlateDecode");
                    object.content = deflate(&object.content);
                }
                objects.set(place, stream(&entries, &object.content));
            }
            object => {
                self.write(objects, &object, &mut entries)?;
                objects.set(place, entries);
            }
        }
        Some(place)
    }

    fn entries(&mut self, objects: &mut Objects, dictionary: &Dictionary, out: &mut String) -> Option<()> {
        for (key, value) in dictionary {
            name(key, out);
            if matches!(value, Object::Integer(_) | Object::Real(_) | Object::Reference(_) | Object::Boolean(_)) {
                out.push(' ');
            }
            self.write(objects, value, out)?;
        }
        Some(())
    }

    fn write(&mut self, objects: &mut Objects, object: &Object, out: &mut String) -> Option<()> {
        match object {
            Object::Null => out.push_str("null"),
            Object::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Object::Integer(value) => out.push_str(&value.to_string()),
            Object::Real(value) => out.push_str(&value.to_string()),
            Object::Name(value) => name(value, out),
            Object::String(bytes, StringFormat::Literal | StringFormat::Hexadecimal) => {
                let _ = write!(out, "<{}>", data_encoding::HEXUPPER.encode(bytes));
            }
            Object::Array(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { " " });
                    self.write(objects, item, out)?;
                }
                out.push(']');
            }
            Object::Dictionary(dictionary) => {
                out.push_str("<<");
                self.entries(objects, dictionary, out)?;
                out.push_str(">>");
            }
            Object::Reference(id) => {
                let place = self.take(objects, *id)?;
                let _ = write!(out, "{place}");
            }
            Object::Stream(_) => return None, // a stream is never direct (ISO 32000-2, 7.3.8)
        }
        Some(())
    }
}

/// A name, with `#` for what may not stand in one (ISO 32000-2, 7.3.5).
fn name(bytes: &[u8], out: &mut String) {
    out.push('/');
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'+' | b'_' | b'.' | b'*' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "#{byte:02X}");
            }
        }
    }
}
