//! Rows with a bar each, and columns with a bar each.

use leptos::prelude::*;

use crate::face::css_share;
use crate::face::order::BarRow;

/// Each with the addresses of the records that were counted, and of those that found something.
#[component]
pub(crate) fn BarList(rows: Vec<(BarRow, String, String)>) -> impl IntoView {
    let row = |(row, done, found): (BarRow, String, String)| {
        let name = row.name.clone();
        view! {
            <li class="barlist__row">
                <span class="barlist__name" title=name>{row.name}</span>
                <span class="bar bar--row"><i class="bar__fill" style:width=css_share(row.fill)></i></span>
                <span class="barlist__count"><a class="count" href=done>{row.count}</a></span>
                <span class="barlist__share"><a class="count" href=found title=row.found>{row.share}</a></span>
            </li>
        }
    };
    view! { <ul class="barlist">{rows.into_iter().map(row).collect_view()}</ul> }
}

/// Each with the address of the records behind it.
#[component]
pub(crate) fn BarColumns(rows: Vec<(BarRow, String)>) -> impl IntoView {
    let column = |(row, href): (BarRow, String)| {
        view! {
            <li class="columns__one">
                <span class="columns__space"><i class="columns__fill" style:height=css_share(row.fill)></i></span>
                <b><a class="count" href=href>{row.count}</a></b>
                <span>{row.name}</span>
            </li>
        }
    };
    view! { <ol class="columns">{rows.into_iter().map(column).collect_view()}</ol> }
}
