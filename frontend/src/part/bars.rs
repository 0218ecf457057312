//! Rows with a bar each, and columns with a bar each.

use leptos::prelude::*;

use crate::face::css_share;
use crate::face::order::BarRow;

#[component]
pub(crate) fn BarList(rows: Vec<BarRow>) -> impl IntoView {
    let row = |row: BarRow| {
        view! {
            <li class="barlist__row">
                <span class="barlist__name">{row.name}</span>
                <span class="bar bar--row"><i class="bar__fill" style:width=css_share(row.fill)></i></span>
                <span class="barlist__count">{row.count}</span>
                <span class="barlist__share">{row.share}</span>
            </li>
        }
    };
    view! { <ul class="barlist">{rows.into_iter().map(row).collect_view()}</ul> }
}

/// Each with the address of the records behind it, where there are exactly as many.
#[component]
pub(crate) fn BarColumns(rows: Vec<(BarRow, Option<String>)>) -> impl IntoView {
    let column = |(row, href): (BarRow, Option<String>)| {
        let count = match href {
            Some(href) => view! { <a class="count" href=href>{row.count}</a> }.into_any(),
            None => view! { <span>{row.count}</span> }.into_any(),
        };
        view! {
            <li class="columns__one">
                <span class="columns__space"><i class="columns__fill" style:height=css_share(row.fill)></i></span>
                <b>{count}</b>
                <span>{row.name}</span>
            </li>
        }
    };
    view! { <ol class="columns">{rows.into_iter().map(column).collect_view()}</ol> }
}
