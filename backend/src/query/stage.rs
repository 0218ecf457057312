//! How far an order came → the condition of its records, as of the steps of the funnel.

use domain::code::OrderStage;

/// Over the columns of orders, as SQL. An order that came further came this far too, also where nobody noted the time
/// of the step: the funnel never widens.
pub(super) fn condition(stage: OrderStage) -> &'static str {
    match stage {
        OrderStage::Issued => "true",
        OrderStage::Signed => {
            "(signed_at IS NOT NULL OR feedback_at IS NOT NULL \
              OR state IN ('SIGNED', 'DOING', 'RETURNED', 'FEEDBACK', 'ACCEPTED'))"
        }
        OrderStage::Doing => {
            "(feedback_at IS NOT NULL OR state IN ('DOING', 'RETURNED', 'FEEDBACK', 'ACCEPTED'))"
        }
        OrderStage::Feedback => "(feedback_at IS NOT NULL OR state IN ('FEEDBACK', 'ACCEPTED'))",
        OrderStage::Executed => "is_executed",
    }
}
