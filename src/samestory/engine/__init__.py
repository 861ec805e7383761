"""What runs the stages: the embedded engine now, a distributed one when a corpus outgrows one machine."""
