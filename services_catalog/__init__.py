"""What a city offers, where and when: TOML files and pure rules. It imports nothing of ours."""
