"""What courses cost, coupons that take something off, and what somebody would have to pay."""
