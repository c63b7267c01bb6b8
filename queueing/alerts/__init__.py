"""What needs a manager: alerts by rule, calls for help, and screens and printers that are down."""
