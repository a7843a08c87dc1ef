//! Three scenes on the floor: shoe covers at the door, the mat with tools, the part.

use crate::paint::{Canvas, P, Rgb, chance, circle, cloud, joined, mix, noise, p, shade, slab, stick};

const STEEL: Rgb = [0.72, 0.74, 0.77];
const RED: Rgb = [0.78, 0.16, 0.13];
const YELLOW: Rgb = [0.95, 0.76, 0.16];
const BLACK: Rgb = [0.13, 0.13, 0.15];

/// Boards of 150 units, with grain.
pub fn boards(at: P) -> Rgb {
    let board = (at.y / 150.0).floor();
    let along = at.x + board * 517.0;
    let end = (along / 900.0).floor();
    let tone = 0.86 + 0.22 * chance(board as i32, end as i32, 5);
    let grain = cloud(p(along / 160.0, at.y / 7.0), 11) * 0.22 + noise(p(along / 14.0, at.y / 2.2), 12) * 0.06;
    let seam = (at.y - board * 150.0).min(along - end * 900.0);
    let wood = mix([0.78, 0.58, 0.38], [0.56, 0.37, 0.22], grain * 2.2);
    shade(wood, tone * if seam < 2.5 { 0.6 } else { 1.0 })
}

fn tiles(at: P) -> Rgb {
    let within = |v: f32| v.rem_euclid(260.0);
    let seam = within(at.x).min(within(at.y)) < 5.0;
    let stone = 0.60 + 0.10 * cloud(p(at.x / 55.0, at.y / 55.0), 21) + 0.04 * noise(p(at.x / 3.0, at.y / 3.0), 22);
    shade([0.98, 1.0, 1.03], if seam { stone * 0.75 } else { stone })
}

/// Two blue shoe covers on the boards, just inside the door.
pub fn shoe_covers(canvas: &mut Canvas) {
    canvas.fill(|at| if at.y > 860.0 { tiles(at) } else { boards(at) });
    let sill = |at: P| slab(at.minus(p(800.0, 880.0)), p(900.0, 34.0), 6.0);
    canvas.thing(sill, |at| {
        shade(STEEL, 0.8 + 0.25 * ((at.y - 846.0) / 68.0) + 0.08 * noise(p(at.x / 90.0, at.y / 2.0), 3))
    });
    for (middle, lean) in [(p(570.0, 480.0), -7.0), (p(1000.0, 465.0), 6.0)] {
        cover(canvas, middle, lean);
    }
}

fn cover(canvas: &mut Canvas, middle: P, lean: f32) {
    let sole = move |at: P| {
        let at = at.seen_from(middle, lean);
        let ball = circle(p(at.x, at.y * 0.9), p(0.0, -165.0), 128.0);
        let heel = circle(at, p(0.0, 175.0), 108.0);
        let arch = stick(at, p(0.0, -150.0), p(0.0, 175.0), 94.0);
        let crumple = 9.0 * cloud(p(at.x / 26.0, at.y / 26.0), 31);
        joined(joined(ball, heel, 90.0), arch, 60.0) + crumple - 6.0
    };
    canvas.thing(sole, move |at| {
        let seen = at.seen_from(middle, lean);
        let round = (-sole(at) / 95.0).clamp(0.0, 1.0);
        let folds =
            cloud(p(seen.x / 15.0, seen.y / 60.0), 32) - 0.5 + 0.6 * (cloud(p(seen.x / 50.0, seen.y / 18.0), 33) - 0.5);
        mix([0.10, 0.30, 0.62], [0.40, 0.68, 0.95], 0.18 + 0.72 * round.sqrt() + 0.55 * folds)
    });
    let ring = move |at: P, radius: f32| {
        let at = at.seen_from(middle, lean);
        circle(p(at.x, (at.y - 110.0) * 0.86), p(0.0, 0.0), radius + 3.0 * (at.x / 9.0).sin() * (at.y / 9.0).cos())
    };
    canvas.shape(
        move |at| ring(at, 88.0).abs() - 7.0,
        |at| shade([0.16, 0.40, 0.74], 0.9 + 0.3 * noise(p(at.x / 4.0, at.y / 4.0), 34)),
    );
    let cuff = move |at: P| ring(at, 80.0);
    canvas.shape(cuff, move |at| {
        let weave = noise(p(at.x / 2.5, at.y / 2.5), 35) * 0.10 + cloud(p(at.x / 22.0, at.y / 40.0), 36) * 0.16;
        shade([0.16, 0.19, 0.27], 0.5 + 0.7 * (-cuff(at) / 80.0) + weave)
    });
}

/// A mat laid on the boards, with tools in a row.
pub fn mat(canvas: &mut Canvas) {
    canvas.fill(boards);
    lay_mat(canvas, p(800.0, 620.0), p(650.0, 430.0), -1.5);
    screwdriver(canvas, p(330.0, 470.0), RED);
    screwdriver(canvas, p(450.0, 480.0), YELLOW);
    pliers(canvas);
    tape_measure(canvas, p(930.0, 400.0));
    sealant_gun(canvas);
    for n in 0..9 {
        let place = p(
            1120.0 + 95.0 * (n % 3) as f32 + 26.0 * chance(n, 1, 3),
            320.0 + 78.0 * (n / 3) as f32 + 22.0 * chance(n, 2, 3),
        );
        screw(canvas, place, 160.0 * chance(n, 3, 3) - 80.0);
    }
}

fn lay_mat(canvas: &mut Canvas, middle: P, half: P, lean: f32) {
    let sheet = move |at: P| slab(at.seen_from(middle, lean), half, 18.0);
    canvas.thing(sheet, move |at| {
        let seen = at.seen_from(middle, lean);
        let ribs = 0.06 * (seen.x / 4.0).sin()
            + 0.10 * noise(p(at.x / 2.2, at.y / 2.2), 41)
            + 0.10 * cloud(p(at.x / 130.0, at.y / 130.0), 42);
        let hem = if sheet(at) > -20.0 { 0.72 } else { 1.0 };
        shade([0.30, 0.42, 0.40], (0.88 + ribs) * hem)
    });
}

/// Bright along the middle, dark at the sides, as a round bar is.
fn bar(colour: Rgb, across: f32, radius: f32) -> Rgb {
    let t = (across / radius).clamp(-1.0, 1.0);
    let gloss = (1.0 - ((t + 0.35) / 0.28).powi(2)).max(0.0);
    mix(shade(colour, 1.12 - 0.55 * t * t), [1.0; 3], gloss * 0.35)
}

fn screwdriver(canvas: &mut Canvas, top: P, colour: Rgb) {
    let shaft = move |at: P| stick(at, p(top.x, top.y + 170.0), p(top.x, top.y + 420.0), 9.0);
    canvas.thing(shaft, move |at| bar(STEEL, at.x - top.x, 9.0));
    let grip = move |at: P| slab(at.minus(p(top.x, top.y + 80.0)), p(32.0, 110.0), 28.0);
    canvas.thing(grip, move |at| {
        let groove = if ((at.x - top.x) / 9.0).sin() > 0.7 { 0.8 } else { 1.0 };
        shade(bar(colour, at.x - top.x, 34.0), groove)
    });
}

fn pliers(canvas: &mut Canvas) {
    let pivot = p(650.0, 560.0);
    for side in [-1.0f32, 1.0] {
        let jaw =
            move |at: P| joined(stick(at, pivot, p(pivot.x + side * 13.0, 430.0), 20.0), circle(at, pivot, 36.0), 20.0);
        canvas.thing(jaw, move |at| bar(STEEL, at.x - pivot.x - side * 10.0, 36.0));
        let bend = p(pivot.x + side * 62.0, 720.0);
        let end = p(pivot.x + side * 42.0, 900.0);
        let handle = move |at: P| joined(stick(at, pivot, bend, 14.0), stick(at, bend, end, 20.0), 18.0);
        canvas.thing(handle, move |at| {
            if at.y < 620.0 { bar(STEEL, at.x - pivot.x, 40.0) } else { bar([0.10, 0.36, 0.66], at.x - bend.x, 30.0) }
        });
    }
    canvas.shape(move |at| circle(at, pivot, 13.0), |_| [0.45, 0.46, 0.48]);
}

fn tape_measure(canvas: &mut Canvas, middle: P) {
    let blade = move |at: P| slab(at.minus(p(middle.x, middle.y + 150.0)), p(26.0, 130.0), 3.0);
    canvas.thing(blade, move |at| {
        let mark = (at.y - middle.y) % 20.0 < 3.0
            && (at.x - middle.x).abs() > if (at.y - middle.y) % 100.0 < 20.0 { 2.0 } else { 14.0 };
        if mark { BLACK } else { bar([0.97, 0.90, 0.50], at.x - middle.x, 40.0) }
    });
    let case = move |at: P| slab(at.minus(middle), p(92.0, 86.0), 34.0);
    canvas.thing(case, move |at| shade(YELLOW, 0.72 + 0.4 * (-case(at) / 80.0).clamp(0.0, 1.0)));
    canvas.shape(
        move |at| circle(at, middle, 52.0),
        move |at| shade(BLACK, 1.2 + 0.8 * noise(p(at.x / 30.0, at.y / 30.0), 51)),
    );
}

fn sealant_gun(canvas: &mut Canvas) {
    let tube = |at: P| slab(at.minus(p(1130.0, 800.0)), p(210.0, 46.0), 12.0);
    canvas.thing(
        |at| stick(at, p(1340.0, 800.0), p(1400.0, 800.0), 8.0),
        |at| bar([0.93, 0.93, 0.90], at.y - 800.0, 10.0),
    );
    canvas.thing(tube, |at| {
        let label = (980.0..1240.0).contains(&at.x);
        bar(if label { [0.20, 0.52, 0.42] } else { [0.92, 0.92, 0.90] }, at.y - 800.0, 50.0)
    });
    for line in 0..3 {
        let y = 780.0 + 20.0 * line as f32;
        canvas.shape(
            move |at| stick(at, p(1010.0, y), p(1130.0 + 30.0 * chance(line, 1, 7), y), 3.5),
            |_| [0.90, 0.95, 0.92],
        );
    }
    canvas.thing(|at| stick(at, p(880.0, 800.0), p(760.0, 800.0), 9.0), |at| bar(STEEL, at.y - 800.0, 10.0));
    let grip = |at: P| {
        stick(at, p(905.0, 810.0), p(850.0, 970.0), 26.0).min(stick(at, p(945.0, 830.0), p(930.0, 950.0), 12.0))
    };
    canvas.thing(grip, |at| shade([0.62, 0.14, 0.12], 0.8 + 0.3 * (-grip(at) / 26.0)));
}

fn screw(canvas: &mut Canvas, head: P, lean: f32) {
    let thread = move |at: P| stick(at.seen_from(head, lean), p(0.0, 0.0), p(0.0, 34.0), 5.0);
    canvas.thing(thread, move |at| {
        shade(STEEL, if (at.seen_from(head, lean).y / 2.4).sin() > 0.0 { 1.05 } else { 0.62 })
    });
    canvas.shape(
        move |at| circle(at, head, 11.0),
        move |at| {
            let cross = slab(at.minus(head), p(7.0, 1.8), 0.5).min(slab(at.minus(head), p(1.8, 7.0), 0.5));
            if cross < 0.0 { [0.25; 3] } else { shade(STEEL, 1.15) }
        },
    );
}

/// The worn friction stay beside the new one, and its box with a bar code.
pub fn part(canvas: &mut Canvas) {
    canvas.fill(boards);
    lay_mat(canvas, p(800.0, 600.0), p(730.0, 520.0), 1.0);
    stay(canvas, p(480.0, 560.0), 4.0, true);
    stay(canvas, p(820.0, 560.0), -2.0, false);
    let at_box = p(1230.0, 590.0);
    let carton = move |at: P| slab(at.seen_from(at_box, 3.0), p(165.0, 300.0), 8.0);
    canvas.thing(carton, move |at| {
        shade(
            [0.80, 0.66, 0.48],
            0.90 + 0.12 * noise(p(at.x / 2.0, at.y / 40.0), 61) + 0.10 * cloud(p(at.x / 90.0, at.y / 90.0), 62),
        )
    });
    let label = move |at: P| slab(at.seen_from(at_box, 3.0).minus(p(0.0, 40.0)), p(125.0, 165.0), 5.0);
    canvas.shape(label, |_| [0.96, 0.96, 0.94]);
    let code = move |at: P| slab(at.seen_from(at_box, 3.0).minus(p(0.0, 125.0)), p(100.0, 48.0), 0.0);
    canvas.shape(code, move |at| {
        let stripe = (at.seen_from(at_box, 3.0).x / 5.0).floor() as i32;
        if chance(stripe, 9, 4) > 0.5 { BLACK } else { [0.96; 3] }
    });
    for line in 0..5 {
        let length = 60.0 + 130.0 * chance(line, 5, 8);
        let y = -95.0 + 32.0 * line as f32;
        let weight = if line == 0 { 8.0 } else { 4.0 };
        canvas.shape(
            move |at| stick(at.seen_from(at_box, 3.0), p(-100.0, y), p(-100.0 + length, y), weight),
            |_| [0.2, 0.2, 0.22],
        );
    }
}

/// A friction stay: track, arm, rivets. A worn one is rusty and bent.
fn stay(canvas: &mut Canvas, middle: P, lean: f32, worn: bool) {
    let metal = move |at: P, across: f32| {
        let clean = shade(bar(STEEL, across, 46.0), 0.95 + 0.10 * noise(p(at.x / 1.5, at.y / 70.0), 71));
        let rust = mix([0.50, 0.26, 0.12], [0.32, 0.15, 0.08], cloud(p(at.x / 14.0, at.y / 14.0), 72));
        let spread = cloud(p(at.x / 60.0, at.y / 60.0), 73) + 0.35 * cloud(p(at.x / 16.0, at.y / 16.0), 74);
        if worn { mix(shade(clean, 0.8), rust, (spread - 0.56) * 4.0) } else { clean }
    };
    let track = move |at: P| slab(at.seen_from(middle, lean), p(34.0, 380.0), 8.0);
    canvas.thing(track, move |at| metal(at, at.seen_from(middle, lean).x));
    canvas
        .shape(move |at| slab(at.seen_from(middle, lean), p(12.0, 350.0), 8.0), move |at| shade(metal(at, 20.0), 0.5));
    let swing = if worn { 96.0 } else { 74.0 };
    let from = p(0.0, -250.0);
    let knee = p(swing, if worn { 60.0 } else { 20.0 });
    for (a, b) in [(from, knee), (knee, p(0.0, 260.0))] {
        let arm = move |at: P| stick(at.seen_from(middle, lean), a, b, 22.0);
        canvas.thing(arm, move |at| metal(at, arm(at) + 22.0));
    }
    for rivet in [from, knee, p(0.0, 260.0), p(0.0, -345.0), p(0.0, 345.0)] {
        let head = move |at: P| circle(at.seen_from(middle, lean), rivet, 15.0);
        canvas.thing(head, move |at| metal(at, (head(at) + 15.0) * 2.0));
    }
}
