"""What is offered, where and when: data and pure rules. Imports nothing of ours."""
