//! Phones come and go: enrolled, copied to a second one, put back from an old image, told to leave.

use super::World;
use crate::broken::{Broken, Tried};
use crate::faults::Fault;
use crate::network::{Line, Trouble};
use crate::phone::Phone;
use crate::time;
use domain::ids::{DeviceId, PersonId};
use field::FieldRefused;
use hub_storage::people::DeviceState;

/// Images that are kept.
const IMAGES: usize = 4;

impl World {
    /// The company's people, their phones in boxes, and the guests' people.
    pub(super) fn employ(&mut self) -> Result<(), Broken> {
        for number in 1..=self.company.phones {
            // In a large company the last phone is the first one's second.
            let second = number == self.company.phones && number > 3;
            let person = PersonId::new(format!("p-{}", if second { 1 } else { number }));
            if !second {
                self.office.employ(&person)?;
                self.people.push(person.clone());
            }
            let phone = Phone::new(&number.to_string(), person, &mut self.chance, &self.time);
            self.boxed.insert(0, phone);
        }
        if self.company.hostile {
            self.hostile = Some(self.invite("g-hostile")?);
        }
        if self.company.newer {
            self.newer = Some(self.invite("g-newer")?);
        }
        Ok(())
    }

    fn invite(&mut self, name: &str) -> Result<crate::guest::Guest, Broken> {
        let person = PersonId::new(name);
        self.office.employ(&person)?;
        self.people.push(person.clone());
        crate::guest::Guest::enrol(&mut self.office, &person, &mut self.chance)
    }

    /// A phone is enrolled, perhaps with a trouble on its way: then it stays in its box.
    pub(super) fn unbox(&mut self, troubled: bool) -> Result<(), Broken> {
        let Some(mut phone) = self.boxed.pop() else { return Ok(()) };
        phone.plant(self.planted);
        let code = self.office.code(&phone.person)?;
        let trouble = if troubled && self.chance.one_in(2) { Some(Trouble::any(&mut self.chance)) } else { None };
        let kind = trouble.as_ref().map(Trouble::name).unwrap_or_default();
        let wrong_by = time::wrong(&mut self.chance);
        phone.set_clock(wrong_by);
        let line = Line::new(&mut self.office, trouble, 0);
        let enrolled = phone.app()?.enrol(&line, &code);
        let happened = line.end(&mut self.faults)?;
        match enrolled {
            Ok(()) => {}
            Err(refused) if happened.is_disturbed() => {
                if matches!(refused, FieldRefused::Network(_)) && happened.late.is_none() {
                    self.faults.count(Fault::EnrolledUnheard);
                }
                self.tell(format!("phone {} is not enrolled {kind}: {}", phone.name, refused.code()));
                self.boxed.push(phone);
                return Ok(());
            }
            Err(refused) => return Err(Broken::new(format!("enrolling phone {}", phone.name), refused)),
        }
        if time::is_years(wrong_by) {
            self.faults.count(Fault::ClockOff);
        }
        let device = DeviceId::new(phone.app()?.me().tried("whose a phone is")?.device);
        if self.chance.one_in(6) {
            let said = if self.chance.one_in(2) { None } else { Some(sync::wire::SCHEMA + 1) };
            self.office.apps.insert(device.clone(), said);
        }
        phone.device = Some(device);
        self.unboxed += 1;
        self.tell(format!("phone {} is enrolled for {}", phone.name, phone.person));
        self.phones.push(phone);
        Ok(())
    }

    /// A phone is copied to a second one, and both go on.
    pub(super) fn copy_a_phone(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.phones.len());
        let Some(phone) = self.phones.get(place) else { return Ok(()) };
        let device = phone.device.clone().tried("the device of a phone")?;
        if self.copied.contains(&device) {
            return Ok(());
        }
        let copy = phone.copied(&mut self.chance, &self.time);
        self.tell(format!("phone {} is a copy", copy.name));
        self.phones.push(copy);
        self.copied.push(device);
        self.faults.count(Fault::Clone);
        Ok(())
    }

    pub(super) fn take_an_image(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.phones.len());
        let Some(phone) = self.phones.get(place) else { return Ok(()) };
        let (name, image) = (phone.name.clone(), phone.image());
        self.tell(format!("the disk of phone {name} is kept"));
        self.images.push((name, image));
        if self.images.len() > IMAGES {
            self.images.remove(0);
        }
        Ok(())
    }

    /// What a phone did since its image was taken is lost on it, unless the office has it.
    pub(super) fn put_an_image_back(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.images.len());
        let Some((name, image)) = self.images.get(place) else { return Ok(()) };
        let Some(phone) = self.phones.iter_mut().find(|phone| phone.name == *name) else { return Ok(()) };
        phone.put_back(image);
        self.faults.count(Fault::RestoredPhone);
        let told = format!("phone {name} is put back to how it was");
        self.tell(told);
        Ok(())
    }

    /// The office retires a phone or reports it lost.
    pub(super) fn tell_a_phone_to_leave(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.phones.len());
        let state = if self.chance.one_in(2) { DeviceState::Retired } else { DeviceState::Lost };
        let Some(phone) = self.phones.get(place).filter(|_| self.phones.len() > 2) else { return Ok(()) };
        let (name, device) = (phone.name.clone(), phone.device.clone().tried("the device of a phone")?);
        if self.office.state_of(&device)? == Some(DeviceState::Lost) {
            return Ok(());
        }
        let done = self.office.order(&device, state)?.is_some();
        self.tell(format!("the office calls phone {name} {}: {done}", state.key()));
        Ok(())
    }
}
